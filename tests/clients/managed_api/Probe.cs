// What Microsoft's own client, the EWS Managed API, does against a server: one line a check, `N of M` in the end.
//
// Rule: a check is a method that throws when something is not as the client's documentation has it. To add one: the
// method, and its line at the top of its file. How it is built and run: run.sh.
using System;
using System.Linq;
using System.Net;
using Microsoft.Exchange.WebServices.Data;

partial class Probe
{
    static int held, all;
    static ExchangeService S, B;
    static string me, other, pw;
    static Uri url;
    static ExchangeVersion version;
    static ItemId id;
    static Appointment series;

    static int Main(string[] args)
    {
        url = new Uri(args[0]);
        me = args[1];
        other = args[2];
        pw = args[3];
        version = (ExchangeVersion)Enum.Parse(typeof(ExchangeVersion), args.Length > 4 ? args[4] : "Exchange2013_SP1");
        ServicePointManager.ServerCertificateValidationCallback = (a, b, c, d) => true;
        ServicePointManager.DefaultConnectionLimit = 20;
        S = Make(me, version);
        B = Make(other, version);
        Entries();
        Mail();
        Notifications();
        Others();
        Console.WriteLine(held + " of " + all);
        return held == all ? 0 : 1;
    }

    static void Check(string name, Action what)
    {
        all++;
        try
        {
            what();
            held++;
            Console.WriteLine("ok    " + name);
        }
        catch (Exception e)
        {
            var trace = string.Join("\n", (e.StackTrace ?? "").Split('\n').Take(6));
            Console.WriteLine("FAIL  " + name + ": " + e.GetType().Name + ": " + e.Message + "\n" + trace);
        }
    }

    static void Eq(object seen, object expected)
    {
        if (!Equals(seen, expected)) throw new Exception("expected " + expected + ", got " + seen);
    }

    static void True(bool holds, string why)
    {
        if (!holds) throw new Exception(why);
    }

    static ExchangeService Make(string user, ExchangeVersion spoken)
    {
        return new ExchangeService(spoken, TimeZoneInfo.Utc) { Credentials = new WebCredentials(user, pw), Url = url };
    }

    static Appointment App(string subject, int day, int hour)
    {
        var start = new DateTime(2027, 3, day, hour, 0, 0, DateTimeKind.Utc);
        var body = new MessageBody(BodyType.Text, "text of " + subject);
        return new Appointment(S) { Subject = subject, Start = start, End = start.AddHours(1), Body = body };
    }
}
