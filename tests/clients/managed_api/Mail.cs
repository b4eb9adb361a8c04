// Items and folders: messages, attachments, views, batches, folders that search.
using System;
using System.Linq;
using System.Text;
using Microsoft.Exchange.WebServices.Data;

partial class Probe
{
    static void Mail()
    {
        Check("find items: filters, sort, paging, groups", FindItemsFiltersSortPagingGroups);
        Check("load properties for several", LoadPropertiesForSeveral);
        Check("folders", Folders);
        Check("a folder that searches", AFolderThatSearches);
        Check("mail: send, receive, reply, forward, mark read", MailSendReceiveReplyForwardMarkRead);
        Check("attachments: item, inline, delete", AttachmentsItemInlineDelete);
        Check("MimeContent in and out", MimecontentInAndOut);
        Check("copy, move, delete in all ways", CopyMoveDeleteInAllWays);
        Check("batch calls", BatchCalls);
        Check("post items", PostItems);
        Check("query string", QueryString);
        Check("archive, junk, mark all read", ArchiveJunkMarkAllRead);
    }

    static void FindItemsFiltersSortPagingGroups()
    {
        var v = new ItemView(2, 0, OffsetBasePoint.Beginning);
        v.OrderBy.Add(ItemSchema.Subject, SortDirection.Descending);
        v.PropertySet = new PropertySet(ItemSchema.Subject, AppointmentSchema.Start);
        var f = new SearchFilter.SearchFilterCollection(
            LogicalOperator.And,
            new SearchFilter.ContainsSubstring(ItemSchema.Subject, "e", ContainmentMode.Substring,
                                               ComparisonMode.IgnoreCase),
            new SearchFilter.IsGreaterThan(AppointmentSchema.Start, new DateTime(2027, 1, 1)),
            new SearchFilter.Not(new SearchFilter.IsEqualTo(ItemSchema.Subject, "nothing")));
        var r = S.FindItems(WellKnownFolderName.Calendar, f, v);
        Eq(r.Items.Count, 2);
        True(r.MoreAvailable && r.NextPageOffset == 2, "more");
        var g = S.FindItems(WellKnownFolderName.Calendar, new ItemView(10),
                            new Grouping(ItemSchema.Subject, SortDirection.Ascending, ItemSchema.DateTimeCreated,
                                         AggregateType.Maximum));
        True(g.ItemGroups.Count > 1, "groups");
    }

    static void LoadPropertiesForSeveral()
    {
        var r = S.FindItems(WellKnownFolderName.Calendar, new ItemView(5));
        S.LoadPropertiesForItems(r, PropertySet.FirstClassProperties);
        True(r.All(i => i.Body != null), "bodies");
    }

    static void Folders()
    {
        var f = new CalendarFolder(S);
        f.DisplayName = "Second";
        f.Save(WellKnownFolderName.Calendar);
        var c = Folder.Bind(S, f.Id);
        Eq(c.FolderClass, "IPF.Appointment");
        c.DisplayName = "Third";
        c.Update();
        var l =
            S.FindFolders(WellKnownFolderName.MsgFolderRoot, new FolderView(50) { Traversal = FolderTraversal.Deep });
        True(l.Any(i => i.DisplayName == "Third"), "found");
        var copy = c.Copy(WellKnownFolderName.Inbox);
        copy.Empty(DeleteMode.HardDelete, true);
        copy.Delete(DeleteMode.HardDelete);
        c.Move(WellKnownFolderName.MsgFolderRoot).Delete(DeleteMode.MoveToDeletedItems);
    }

    static void AFolderThatSearches()
    {
        var f = new SearchFolder(S);
        f.DisplayName = "Red";
        f.SearchParameters.RootFolderIds.Add(WellKnownFolderName.Calendar);
        f.SearchParameters.Traversal = SearchFolderTraversal.Deep;
        f.SearchParameters.SearchFilter = new SearchFilter.IsEqualTo(ItemSchema.Subject, "Review 2");
        f.Save(WellKnownFolderName.SearchFolders);
        var b = SearchFolder.Bind(S, f.Id);
        Eq(S.FindItems(b.Id, new ItemView(10)).TotalCount, 1);
        b.Delete(DeleteMode.HardDelete);
    }

    static void MailSendReceiveReplyForwardMarkRead()
    {
        var m = new EmailMessage(S);
        m.Subject = "Hello";
        m.Body = "<b>there</b>";
        m.ToRecipients.Add(other);
        m.Attachments.AddFileAttachment("a.txt", Encoding.UTF8.GetBytes("hello"));
        m.SendAndSaveCopy();
        var r = B.FindItems(WellKnownFolderName.Inbox, new SearchFilter.IsEqualTo(ItemSchema.Subject, "Hello"),
                            new ItemView(1))
                    .Items[0] as EmailMessage;
        r.Load();
        Eq(r.From.Address, me);
        Eq(r.IsRead, false);
        r.IsRead = true;
        r.Update(ConflictResolutionMode.AutoResolve);
        var fa = (FileAttachment)r.Attachments[0];
        fa.Load();
        Eq(Encoding.UTF8.GetString(fa.Content), "hello");
        r.Reply("thanks", true);
        r.Forward("fyi", me);
        Eq(S.FindItems(WellKnownFolderName.Inbox, new SearchFilter.ContainsSubstring(ItemSchema.Subject, "Hello"),
                       new ItemView(9))
               .TotalCount,
           2);
        var hello = new SearchFilter.IsEqualTo(ItemSchema.Subject, "Hello");
        Eq(S.FindItems(WellKnownFolderName.SentItems, hello, new ItemView(1)).TotalCount, 1);
    }

    static void AttachmentsItemInlineDelete()
    {
        var m = new EmailMessage(S);
        m.Subject = "With";
        var ia = m.Attachments.AddItemAttachment<EmailMessage>();
        ia.Name = "inner";
        ia.Item.Subject = "Inner";
        ia.Item.Body = "x";
        var inl = m.Attachments.AddFileAttachment("p.png", new byte[] { 1, 2, 3 });
        inl.IsInline = true;
        inl.ContentId = "p1";
        m.Save();
        var y = EmailMessage.Bind(S, m.Id);
        Eq(y.Attachments.Count, 2);
        var it = (ItemAttachment)y.Attachments.First(a => a is ItemAttachment);
        it.Load();
        Eq(it.Item.Subject, "Inner");
        y.Attachments.Remove(it);
        y.Update(ConflictResolutionMode.AlwaysOverwrite);
        Eq(EmailMessage.Bind(S, m.Id).Attachments.Count, 1);
        m.Delete(DeleteMode.HardDelete);
    }

    static void MimecontentInAndOut()
    {
        var m = new EmailMessage(S);
        m.MimeContent = new MimeContent(
            "UTF-8",
            Encoding.UTF8.GetBytes("From: a@example.test\r\nTo: b@example.test\r\nSubject: Mime\r\n\r\nbody\r\n"));
        m.Save(WellKnownFolderName.Drafts);
        var y = EmailMessage.Bind(S, m.Id, new PropertySet(ItemSchema.MimeContent, ItemSchema.Subject));
        Eq(y.Subject, "Mime");
        True(y.MimeContent.ToString().Contains("body"), "content");
    }

    static void CopyMoveDeleteInAllWays()
    {
        var a = App("Mover", 5, 9);
        a.Save(SendInvitationsMode.SendToNone);
        var c = a.Copy(WellKnownFolderName.Calendar);
        True(c.Id.UniqueId != a.Id.UniqueId, "ids");
        var m = c.Move(WellKnownFolderName.Drafts);
        m.Delete(DeleteMode.HardDelete);
        a.Delete(DeleteMode.SoftDelete, SendCancellationsMode.SendToNone);
        try
        {
            Appointment.Bind(S, a.Id);
        }
        catch (ServiceResponseException)
        {
        }
    }

    static void BatchCalls()
    {
        var xs = Enumerable.Range(1, 5)
                     .Select(i =>
                             {
                                 var m = new EmailMessage(S);
                                 m.Subject = "B" + i;
                                 return (Item)m;
                             })
                     .ToList();
        var r = S.CreateItems(xs, WellKnownFolderName.Drafts, MessageDisposition.SaveOnly, null);
        Eq(r.OverallResult, ServiceResult.Success);
        foreach (var i in xs) i.Subject += "!";
        Eq(S.UpdateItems(xs, null, ConflictResolutionMode.AlwaysOverwrite, MessageDisposition.SaveOnly, null)
               .OverallResult,
           ServiceResult.Success);
        Eq(S.DeleteItems(xs.Select(i => i.Id), DeleteMode.HardDelete, null, null).OverallResult, ServiceResult.Success);
        var gone = S.BindToItems(xs.Select(i => i.Id), PropertySet.IdOnly);
        Eq(gone[0].ErrorCode, ServiceError.ErrorItemNotFound);
    }

    static void PostItems()
    {
        var p = new PostItem(S);
        p.Subject = "Post";
        p.Body = "x";
        p.Save(WellKnownFolderName.Inbox);
        Eq(PostItem.Bind(S, p.Id).Subject, "Post");
    }

    static void QueryString()
    {
        var r = S.FindItems(WellKnownFolderName.Calendar, "subject:\"Review 2\"", new ItemView(5));
        Eq(r.TotalCount, 1);
    }

    static void ArchiveJunkMarkAllRead()
    {
        var p = new EmailMessage(S);
        p.Subject = "Junk";
        p.Save(WellKnownFolderName.Inbox);
        Folder.Bind(S, WellKnownFolderName.Inbox).MarkAllItemsAsRead(true);
        S.MarkAsJunk(new[] { p.Id }, true, true);
        var q = new EmailMessage(S);
        q.Subject = "Old";
        q.Save(WellKnownFolderName.Inbox);
        S.ArchiveItems(new[] { q.Id }, WellKnownFolderName.Inbox);
    }
}
