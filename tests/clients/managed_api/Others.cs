// The rest: directory, contacts, tasks, rules, delegates, settings, ids, errors, Autodiscover.
using System;
using System.Linq;
using System.Net;
using System.Text;
using Microsoft.Exchange.WebServices.Autodiscover;
using Microsoft.Exchange.WebServices.Data;
using Task = Microsoft.Exchange.WebServices.Data.Task;

partial class Probe
{
    static void Others()
    {
        Check("resolve names, expand", ResolveNamesExpand);
        Check("room lists", RoomLists);
        Check("contacts and groups", ContactsAndGroups);
        Check("tasks", Tasks);
        Check("out of office", OutOfOffice);
        Check("delegates", Delegates);
        Check("folder permissions", FolderPermissions);
        Check("inbox rules", InboxRules);
        Check("a user configuration", AUserConfiguration);
        Check("convert ids", ConvertIds);
        Check("impersonation", Impersonation);
        Check("password expiration", PasswordExpiration);
        Check("conversations or a clear refusal", ConversationsOrAClearRefusal);
        Check("photos", Photos);
        Check("mail app manifests refused", MailAppManifestsRefused);
        Check("errors: not found, invalid id, bad folder", ErrorsNotFoundInvalidIdBadFolder);
        Check("autodiscover by SOAP", AutodiscoverBySoap);
    }

    static void ResolveNamesExpand()
    {
        var r = S.ResolveName(me.Split('@')[0]);
        True(r.Count >= 1 && r[0].Mailbox.Address == me, "resolved");
        r = S.ResolveName("smtp:" + other, ResolveNameSearchLocation.DirectoryOnly, true);
        Eq(r.Count, 1);
    }

    static void RoomLists() { S.GetRoomLists(); }

    static void ContactsAndGroups()
    {
        var c = new Contact(S);
        c.GivenName = "Ann";
        c.Surname = "Arn";
        c.EmailAddresses[EmailAddressKey.EmailAddress1] = new EmailAddress("ann@out.test");
        c.PhoneNumbers[PhoneNumberKey.MobilePhone] = "123";
        c.PhysicalAddresses[PhysicalAddressKey.Business] = new PhysicalAddressEntry { City = "Bern", Street = "A 1" };
        c.Birthday = new DateTime(1980, 1, 2);
        c.Save();
        var y = Contact.Bind(S, c.Id);
        Eq(y.PhoneNumbers[PhoneNumberKey.MobilePhone], "123");
        Eq(y.PhysicalAddresses[PhysicalAddressKey.Business].City, "Bern");
        Eq(y.EmailAddresses[EmailAddressKey.EmailAddress1].Address, "ann@out.test");
        y.PhoneNumbers[PhoneNumberKey.MobilePhone] = null;
        y.CompanyName = "Co";
        y.Update(ConflictResolutionMode.AlwaysOverwrite);
        var g = new ContactGroup(S);
        g.DisplayName = "G";
        g.Members.Add(new GroupMember("x@out.test"));
        g.Save();
        var h = ContactGroup.Bind(S, g.Id);
        Eq(h.Members.Count, 1);
        Eq(S.ExpandGroup(g.Id).Members.Count, 1);
    }

    static void Tasks()
    {
        var t = new Task(S);
        t.Subject = "Do";
        t.DueDate = new DateTime(2027, 5, 1);
        t.StartDate = new DateTime(2027, 4, 1);
        t.PercentComplete = 25;
        t.Save();
        var y = Task.Bind(S, t.Id);
        Eq(y.PercentComplete, 25.0);
        y.Status = TaskStatus.Completed;
        y.Update(ConflictResolutionMode.AlwaysOverwrite);
        y.Load();
        Eq(y.IsComplete, true);
        var u = new Task(S);
        u.Subject = "Again";
        u.Recurrence = new Recurrence.DailyRegenerationPattern(new DateTime(2027, 4, 1), 2);
        u.Save();
        True(Task.Bind(S, u.Id).Recurrence is Recurrence.DailyRegenerationPattern, "regenerates");
    }

    static void OutOfOffice()
    {
        var o = S.GetUserOofSettings(me);
        o.State = OofState.Scheduled;
        o.Duration = new TimeWindow(DateTime.UtcNow.AddDays(1), DateTime.UtcNow.AddDays(2));
        o.InternalReply = "away";
        o.ExternalReply = "gone";
        o.ExternalAudience = OofExternalAudience.All;
        S.SetUserOofSettings(me, o);
        var p = S.GetUserOofSettings(me);
        Eq(p.State, OofState.Scheduled);
        Eq(p.InternalReply.Message.Contains("away"), true);
    }

    static void Delegates()
    {
        var d = new DelegateUser(other);
        d.Permissions.CalendarFolderPermissionLevel = DelegateFolderPermissionLevel.Editor;
        d.ReceiveCopiesOfMeetingMessages = true;
        S.AddDelegates(me, MeetingRequestsDeliveryScope.DelegatesAndMe, d);
        var i = S.GetDelegates(me, true);
        Eq(i.DelegateUserResponses.Count, 1);
        Eq(i.DelegateUserResponses[0].DelegateUser.Permissions.CalendarFolderPermissionLevel,
           DelegateFolderPermissionLevel.Editor);
        d.Permissions.TasksFolderPermissionLevel = DelegateFolderPermissionLevel.Author;
        S.UpdateDelegates(me, MeetingRequestsDeliveryScope.DelegatesAndMe, d);
        var mine = B.FindAppointments(new FolderId(WellKnownFolderName.Calendar, me),
                                      new CalendarView(new DateTime(2027, 3, 1), new DateTime(2027, 3, 2)));
        True(mine.Items.Count > 0, "sees");
        S.RemoveDelegates(me, other);
        Eq(S.GetDelegates(me, true).DelegateUserResponses.Count, 0);
    }

    static void FolderPermissions()
    {
        var f = new CalendarFolder(S);
        f.DisplayName = "Shared";
        f.Save(WellKnownFolderName.Calendar);
        var g = CalendarFolder.Bind(S, f.Id,
                                    new PropertySet(BasePropertySet.FirstClassProperties, FolderSchema.Permissions));
        g.Permissions.Add(new FolderPermission(other, FolderPermissionLevel.Reviewer));
        g.Update();
        g.Load(new PropertySet(FolderSchema.Permissions));
        True(g.Permissions.Any(p => p.UserId.PrimarySmtpAddress == other &&
                                    p.PermissionLevel == FolderPermissionLevel.Reviewer),
             "given");
    }

    static void InboxRules()
    {
        var r = new Rule();
        r.DisplayName = "R";
        r.Priority = 1;
        r.IsEnabled = true;
        r.Conditions.ContainsSubjectStrings.Add("x");
        r.Actions.MoveToFolder = WellKnownFolderName.JunkEmail;
        S.UpdateInboxRules(new RuleOperation[] { new CreateRuleOperation(r) }, true);
        var l = S.GetInboxRules();
        Eq(l.Count, 1);
        S.UpdateInboxRules(new RuleOperation[] { new DeleteRuleOperation(l[0].Id) }, true);
    }

    static void AUserConfiguration()
    {
        var u = new UserConfiguration(S);
        u.Dictionary["a"] = 1;
        u.Dictionary["b"] = new[] { "x" };
        u.XmlData = Encoding.UTF8.GetBytes("<x/>");
        u.Save("Probe", WellKnownFolderName.Calendar);
        var v = UserConfiguration.Bind(S, "Probe", WellKnownFolderName.Calendar, UserConfigurationProperties.All);
        Eq(v.Dictionary["a"], 1);
        v.Dictionary["a"] = 2;
        v.Update();
        v.Delete();
    }

    static void ConvertIds()
    {
        var h = (AlternateId)S.ConvertId(new AlternateId(IdFormat.EwsId, id.UniqueId, me), IdFormat.HexEntryId);
        var back = (AlternateId)S.ConvertId(new AlternateId(IdFormat.HexEntryId, h.UniqueId, me), IdFormat.EwsId);
        Eq(back.UniqueId, id.UniqueId);
        S.ConvertId(new AlternateId(IdFormat.EwsId, id.UniqueId, me), IdFormat.OwaId);
        S.ConvertId(new AlternateId(IdFormat.EwsId, id.UniqueId, me), IdFormat.StoreId);
        S.ConvertId(new AlternateId(IdFormat.EwsId, id.UniqueId, me), IdFormat.EntryId);
    }

    static void Impersonation()
    {
        var s = Make(me, version);
        s.ImpersonatedUserId = new ImpersonatedUserId(ConnectingIdType.SmtpAddress, other);
        var a = new Appointment(s);
        a.Subject = "For you";
        a.Start = new DateTime(2027, 3, 20, 9, 0, 0, DateTimeKind.Utc);
        a.End = a.Start.AddHours(1);
        a.Save(SendInvitationsMode.SendToNone);
        Eq(Appointment.Bind(B, a.Id).Subject, "For you");
    }

    static void PasswordExpiration() { S.GetPasswordExpirationDate(me); }

    static void ConversationsOrAClearRefusal()
    {
        try
        {
            S.FindConversation(new ConversationIndexedItemView(5), WellKnownFolderName.Inbox);
        }
        catch (ServiceResponseException e)
        {
            Console.WriteLine("      (" + e.ErrorCode + ")");
        }
    }

    static void Photos()
    {
        try
        {
            S.GetUserPhoto(me, "HR48x48", null);
        }
        catch (ServiceResponseException e)
        {
            Console.WriteLine("      (" + e.ErrorCode + ")");
        }
    }

    static void MailAppManifestsRefused()
    {
        try
        {
            S.GetAppManifests();
        }
        catch (ServiceResponseException e)
        {
            Console.WriteLine("      (" + e.ErrorCode + ")");
        }
    }

    static void ErrorsNotFoundInvalidIdBadFolder()
    {
        foreach (var bad in new[] { "AAMk", "AAAAAA==" }) try
            {
                Item.Bind(S, new ItemId(bad));
                throw new Exception("no error");
            }
            catch (ServiceResponseException e)
            {
                True(e.ErrorCode == ServiceError.ErrorInvalidIdMalformed ||
                         e.ErrorCode == ServiceError.ErrorItemNotFound || e.ErrorCode == ServiceError.ErrorInvalidId,
                     "" + e.ErrorCode);
            }
    }

    static void AutodiscoverBySoap()
    {
        var u = new UriBuilder(url) { Path = "/autodiscover/autodiscover.svc" };
        var a = new AutodiscoverService(u.Uri, version);
        a.Credentials = new WebCredentials(me, pw);
        a.RedirectionUrlValidationCallback = q => true;
        var r = a.GetUserSettings(me, UserSettingName.ExternalEwsUrl, UserSettingName.UserDisplayName,
                                  UserSettingName.InternalEwsUrl);
        Eq(r.ErrorCode, AutodiscoverErrorCode.NoError);
        True(r.Settings.ContainsKey(UserSettingName.ExternalEwsUrl), "url");
    }
}
