// What has changed: synchronisation, pull, push and streaming subscriptions.
using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Net;
using System.Text;
using System.Threading;
using Microsoft.Exchange.WebServices.Data;

partial class Probe
{
    static void Notifications()
    {
        Check("sync items and hierarchy", SyncItemsAndHierarchy);
        Check("a pull subscription", APullSubscription);
        Check("a push subscription", APushSubscription);
        Check("a stream", AStream);
        Check("streaming on a subscription that is gone", StreamingOnASubscriptionThatIsGone);
    }

    static void SyncItemsAndHierarchy()
    {
        var c = S.SyncFolderItems(WellKnownFolderName.Calendar, PropertySet.IdOnly, null, 100,
                                  SyncFolderItemsScope.NormalItems, null);
        True(c.Count >= 3, "all");
        var a = App("Synced", 6, 9);
        a.Save(SendInvitationsMode.SendToNone);
        var d = S.SyncFolderItems(WellKnownFolderName.Calendar, PropertySet.FirstClassProperties, null, 100,
                                  SyncFolderItemsScope.NormalItems, c.SyncState);
        Eq(d.Count, 1);
        Eq(d[0].ChangeType, ChangeType.Create);
        a.Delete(DeleteMode.MoveToDeletedItems, SendCancellationsMode.SendToNone);
        Eq(S.SyncFolderItems(WellKnownFolderName.Calendar, PropertySet.IdOnly, null, 100,
                             SyncFolderItemsScope.NormalItems, d.SyncState)[0]
               .ChangeType,
           ChangeType.Delete);
        True(S.SyncFolderHierarchy(PropertySet.FirstClassProperties, null).Count > 10, "folders");
    }

    static void APullSubscription()
    {
        var p =
            S.SubscribeToPullNotifications(new FolderId[] { WellKnownFolderName.Calendar }, 5, null, EventType.Created,
                                           EventType.Deleted, EventType.Modified, EventType.Moved, EventType.Copied);
        var a = App("Pulled", 7, 9);
        a.Save(SendInvitationsMode.SendToNone);
        var e = p.GetEvents();
        True(e.ItemEvents.Any(i => i.EventType == EventType.Created && i.ItemId.UniqueId == a.Id.UniqueId), "created");
        a.Delete(DeleteMode.MoveToDeletedItems, SendCancellationsMode.SendToNone);
        e = p.GetEvents();
        True(e.ItemEvents.Any(i => i.EventType == EventType.Moved && i.OldItemId.UniqueId == a.Id.UniqueId), "moved");
        p.Unsubscribe();
    }

    static void APushSubscription()
    {
        var l = new HttpListener();
        l.Prefixes.Add("http://127.0.0.1:9781/n/");
        l.Start();
        var got = new List<string>(); var t = new Thread(() => { try { while (true) { var c = l.GetContext();
        string body = new StreamReader(c.Request.InputStream).ReadToEnd();
        lock (got) got.Add(body);
        var b = Encoding.UTF8.GetBytes(
            "<?xml version=\"1.0\"?><s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><SendNotificationResult xmlns=\"http://schemas.microsoft.com/exchange/services/2006/messages\"><SubscriptionStatus>OK</SubscriptionStatus></SendNotificationResult></s:Body></s:Envelope>");
        c.Response.ContentType = "text/xml; charset=utf-8";
        c.Response.OutputStream.Write(b, 0, b.Length);
        c.Response.Close();
    }
}
catch {}
});
t.IsBackground = true;
t.Start();
S.SubscribeToPushNotifications(new FolderId[] { WellKnownFolderName.Calendar }, new Uri("http://127.0.0.1:9781/n/"), 1,
                               null, EventType.Created);
var a = App("Pushed", 8, 9);
a.Save(SendInvitationsMode.SendToNone);
for (int i = 0; i < 60; i++)
{
    lock (got) if (got.Any(b => b.Contains("CreatedEvent"))) break;
    Thread.Sleep(100);
}
lock (got) True(got.Any(b => b.Contains(a.Id.UniqueId)), "pushed " + got.Count);
l.Stop();
}

static void AStream()
{
    var s = S.SubscribeToStreamingNotifications(new FolderId[] { WellKnownFolderName.Calendar }, EventType.Created,
                                                EventType.Modified, EventType.Moved);
    var c = new StreamingSubscriptionConnection(S, 1);
    c.AddSubscription(s);
    var ev = new List<NotificationEvent>();
    Exception err = null;
    c.OnNotificationEvent += (o, e) =>
    { lock (ev) ev.AddRange(e.Events); };
    c.OnSubscriptionError += (o, e) =>
    { err = e.Exception; };
    var done = new ManualResetEvent(false);
    c.OnDisconnect += (o, e) => done.Set();
    c.Open();
    var a = App("Streamed", 9, 9);
    a.Save(SendInvitationsMode.SendToNone);
    for (int i = 0; i < 50; i++)
    {
        lock (ev) if (ev.Count > 0) break;
        Thread.Sleep(100);
    }
    lock (ev)
        True(ev.OfType<ItemEvent>().Any(i => i.ItemId.UniqueId == a.Id.UniqueId), "streamed " + ev.Count + " " + err);
    c.Close();
    True(done.WaitOne(5000), "disconnect told");
    s.Unsubscribe();
}

static void StreamingOnASubscriptionThatIsGone()
{
    var s = S.SubscribeToStreamingNotifications(new FolderId[] { WellKnownFolderName.Calendar }, EventType.Created);
    s.Unsubscribe();
    var c = new StreamingSubscriptionConnection(S, 1);
    var s2 = S.SubscribeToStreamingNotifications(new FolderId[] { WellKnownFolderName.Calendar }, EventType.Created);
    c.AddSubscription(s2);
    s2.Unsubscribe();
    Exception err = null;
    var told = new ManualResetEvent(false);
    c.OnSubscriptionError += (o, e) =>
    {
        err = e.Exception;
        told.Set();
    };
    c.OnDisconnect += (o, e) =>
    {};
    c.OnNotificationEvent += (o, e) =>
    {};
    try
    {
        c.Open();
    }
    catch (ServiceResponseException e)
    {
        err = e;
        told.Set();
    }
    True(told.WaitOne(8000), "no error told");
    True(err is ServiceResponseException &&
             (((ServiceResponseException)err).ErrorCode == ServiceError.ErrorSubscriptionNotFound ||
              ((ServiceResponseException)err).ErrorCode == ServiceError.ErrorInvalidSubscription),
         "" + err);
}
}
