// Entries of a calendar: properties, zones, series, meetings, free/busy.
using System;
using System.Linq;
using Microsoft.Exchange.WebServices.Data;

partial class Probe
{
    static void Entries()
    {
        Check("create and bind an appointment", CreateAndBindAnAppointment);
        Check("all property sets", AllPropertySets);
        Check("update", Update);
        Check("a time zone of one's own", ATimeZoneOfOneSOwn);
        Check("extended properties", ExtendedProperties);
        Check("a weekly series", AWeeklySeries);
        Check("occurrences", Occurrences);
        Check("all patterns", AllPatterns);
        Check("calendar view", CalendarView);
        Check("a meeting: invite, accept, decline, cancel", AMeetingInviteAcceptDeclineCancel);
        Check("proposed time", ProposedTime);
        Check("free/busy and suggestions", FreeBusyAndSuggestions);
    }

    static void CreateAndBindAnAppointment()
    {
        var x = App("Review", 1, 9);
        x.Location = "Here";
        x.Categories.Add("red");
        x.Sensitivity = Sensitivity.Private;
        x.LegacyFreeBusyStatus = LegacyFreeBusyStatus.OOF;
        x.ReminderMinutesBeforeStart = 30;
        x.Save(SendInvitationsMode.SendToNone);
        id = x.Id;
        var y = Appointment.Bind(S, id);
        Eq(y.Subject, "Review");
        Eq(y.Start.ToUniversalTime(), x.Start.ToUniversalTime());
        Eq(y.Location, "Here");
        Eq(y.Categories[0], "red");
        Eq(y.ReminderMinutesBeforeStart, 30);
        True(y.Body.Text.Contains("text of"), "body");
        Eq(y.AppointmentType, AppointmentType.Single);
        Eq(y.LegacyFreeBusyStatus, LegacyFreeBusyStatus.OOF);
        True(y.ICalUid != null, "uid");
    }

    static void AllPropertySets()
    {
        foreach (var set in new[] { PropertySet.IdOnly, PropertySet.FirstClassProperties,
                                    new PropertySet(BasePropertySet.FirstClassProperties, ItemSchema.MimeContent,
                                                    ItemSchema.TextBody, AppointmentSchema.StartTimeZone,
                                                    AppointmentSchema.EndTimeZone) })
        {
            try
            {
                Appointment.Bind(S, id, set);
            }
            catch (ServiceVersionException)
            {
            }
        }
    }

    static void Update()
    {
        var y = Appointment.Bind(S, id);
        y.Subject = "Review 2";
        NameZone(y);
        y.Start = y.Start.AddHours(1);
        y.End = y.End.AddHours(1);
        y.Update(ConflictResolutionMode.AutoResolve, SendInvitationsOrCancellationsMode.SendToNone);
        Eq(Appointment.Bind(S, id).Subject, "Review 2");
    }

    // Exchange 2007 tells the zone of a series alone, and the client moves nothing of which it does not know it.
    static void NameZone(Appointment single)
    {
        if (version == ExchangeVersion.Exchange2007_SP1) single.StartTimeZone = TimeZoneInfo.Utc;
    }

    static void ATimeZoneOfOneSOwn()
    {
        var begins =
            TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 2, 0, 0), 3, 5, DayOfWeek.Sunday);
        var ends =
            TimeZoneInfo.TransitionTime.CreateFloatingDateRule(new DateTime(1, 1, 1, 3, 0, 0), 10, 5, DayOfWeek.Sunday);
        var rule = TimeZoneInfo.AdjustmentRule.CreateAdjustmentRule(DateTime.MinValue.Date, DateTime.MaxValue.Date,
                                                                    TimeSpan.FromHours(1), begins, ends);
        var tz = TimeZoneInfo.CreateCustomTimeZone("Berne", TimeSpan.FromHours(1), "Berne", "Berne", "Berne, summer",
                                                   new[] { rule });
        var s2 = new ExchangeService(version, tz);
        s2.Credentials = S.Credentials;
        s2.Url = url;
        var z = new Appointment(s2);
        z.Subject = "Zoned";
        z.Start = new DateTime(2027, 7, 1, 9, 0, 0);
        z.End = new DateTime(2027, 7, 1, 10, 0, 0);
        z.Save(SendInvitationsMode.SendToNone);
        var u = Appointment.Bind(S, z.Id);
        Eq(u.Start.ToUniversalTime().Hour, 7);
    }

    static void ExtendedProperties()
    {
        var def =
            new ExtendedPropertyDefinition(DefaultExtendedPropertySet.PublicStrings, "oid", MapiPropertyType.String);
        var g = new ExtendedPropertyDefinition(new Guid("c5f7b0b2-8d4e-4b1a-9f0e-2f5d8a7c6b31"), 33025,
                                               MapiPropertyType.Integer);
        var arr = new ExtendedPropertyDefinition(DefaultExtendedPropertySet.PublicStrings, "list",
                                                 MapiPropertyType.StringArray);
        var a = App("Ext", 3, 9);
        a.SetExtendedProperty(def, "4711");
        a.SetExtendedProperty(g, 5);
        a.SetExtendedProperty(arr, new[] { "a", "b" });
        a.Save(SendInvitationsMode.SendToNone);
        var y = Appointment.Bind(S, a.Id, new PropertySet(BasePropertySet.IdOnly, def, g, arr));
        object v;
        True(y.TryGetProperty(def, out v) && (string)v == "4711", "string");
        True(y.TryGetProperty(g, out v) && (int)v == 5, "int");
        True(y.TryGetProperty(arr, out v) && ((string[])v)[1] == "b", "array");
        var found =
            S.FindItems(WellKnownFolderName.Calendar, new SearchFilter.IsEqualTo(def, "4711"), new ItemView(10));
        Eq(found.TotalCount, 1);
        y.RemoveExtendedProperty(def);
        y.Update(ConflictResolutionMode.AlwaysOverwrite, SendInvitationsOrCancellationsMode.SendToNone);
        Eq(S.FindItems(WellKnownFolderName.Calendar, new SearchFilter.Exists(def), new ItemView(10)).TotalCount, 0);
    }

    static void AWeeklySeries()
    {
        series = App("Series", 1, 14);
        series.Recurrence =
            new Recurrence.WeeklyPattern(series.Start.Date, 1, DayOfTheWeek.Monday, DayOfTheWeek.Wednesday);
        series.Recurrence.NumberOfOccurrences = 10;
        series.Save(SendInvitationsMode.SendToNone);
        var y = Appointment.Bind(S, series.Id, new PropertySet(BasePropertySet.FirstClassProperties));
        Eq(y.AppointmentType, AppointmentType.RecurringMaster);
        True(y.Recurrence is Recurrence.WeeklyPattern, "pattern");
        Eq(y.Recurrence.NumberOfOccurrences, 10);
        True(y.FirstOccurrence != null && y.LastOccurrence != null, "first and last");
    }

    static void Occurrences()
    {
        var third = Appointment.BindToOccurrence(S, series.Id, 3);
        Eq(third.AppointmentType, AppointmentType.Occurrence);
        third.Subject = "Third";
        third.Update(ConflictResolutionMode.AlwaysOverwrite, SendInvitationsOrCancellationsMode.SendToNone);
        Appointment.BindToOccurrence(S, series.Id, 4)
            .Delete(DeleteMode.MoveToDeletedItems, SendCancellationsMode.SendToNone);
        var y = Appointment.Bind(S, series.Id,
                                 new PropertySet(BasePropertySet.IdOnly, AppointmentSchema.ModifiedOccurrences,
                                                 AppointmentSchema.DeletedOccurrences));
        Eq(y.ModifiedOccurrences.Count, 1);
        Eq(y.DeletedOccurrences.Count, 1);
        var m = Appointment.BindToRecurringMaster(S, third.Id);
        Eq(m.Id.UniqueId, series.Id.UniqueId);
    }

    static void AllPatterns()
    {
        var st = new DateTime(2027, 3, 1);
        var ps = new Recurrence[] {
            new Recurrence.DailyPattern(st, 3), new Recurrence.MonthlyPattern(st, 1, 15),
            new Recurrence.RelativeMonthlyPattern(st, 1, DayOfTheWeek.Weekday, DayOfTheWeekIndex.Last),
            new Recurrence.YearlyPattern(st, Month.May, 5),
            new Recurrence.RelativeYearlyPattern(st, Month.May, DayOfTheWeek.Friday, DayOfTheWeekIndex.Second)
        };
        foreach (var p in ps)
        {
            var a = App(p.GetType().Name, 1, 16);
            a.Recurrence = p;
            p.EndDate = new DateTime(2030, 1, 1);
            a.Save(SendInvitationsMode.SendToNone);
            var y = Appointment.Bind(S, a.Id);
            Eq(y.Recurrence.GetType(), p.GetType());
            y.Delete(DeleteMode.HardDelete, SendCancellationsMode.SendToNone);
        }
    }

    static void CalendarView()
    {
        var v = new CalendarView(new DateTime(2027, 3, 1), new DateTime(2027, 4, 1));
        var r = S.FindAppointments(WellKnownFolderName.Calendar, v);
        True(r.Items.Count(i => i.Subject == "Series" || i.Subject == "Third") >= 8, "occurrences: " + r.Items.Count);
        True(r.Items.SequenceEqual(r.Items.OrderBy(i => i.Start)), "in order");
    }

    static void AMeetingInviteAcceptDeclineCancel()
    {
        var a = App("Meeting", 10, 9);
        a.RequiredAttendees.Add(other);
        a.Save(SendInvitationsMode.SendToAllAndSaveCopy);
        var r = (MeetingRequest)B
                    .FindItems(WellKnownFolderName.Inbox,
                               new SearchFilter.IsEqualTo(ItemSchema.ItemClass, "IPM.Schedule.Meeting.Request"),
                               new ItemView(1))
                    .Items[0];
        r.Load();
        Eq(r.Organizer.Address, me);
        var t = B.FindAppointments(WellKnownFolderName.Calendar,
                                   new CalendarView(new DateTime(2027, 3, 10), new DateTime(2027, 3, 11)))
                    .Items[0];
        Eq(t.MyResponseType, MeetingResponseType.NoResponseReceived);
        r.AcceptTentatively(true);
        a.Load();
        Eq(a.RequiredAttendees[0].ResponseType, MeetingResponseType.Tentative);
        t.Load();
        t.Accept(true);
        a.Load();
        Eq(a.RequiredAttendees[0].ResponseType, MeetingResponseType.Accept);
        NameZone(a);
        a.Start = a.Start.AddDays(1);
        a.End = a.End.AddDays(1);
        a.Update(ConflictResolutionMode.AlwaysOverwrite, SendInvitationsOrCancellationsMode.SendToAllAndSaveCopy);
        a.CancelMeeting("sorry");
        var c = B.FindItems(WellKnownFolderName.Inbox,
                            new SearchFilter.IsEqualTo(ItemSchema.ItemClass, "IPM.Schedule.Meeting.Canceled"),
                            new ItemView(1))
                    .Items[0] as MeetingCancellation;
        c.Load();
        c.RemoveMeetingFromCalendar();
        Eq(B.FindAppointments(WellKnownFolderName.Calendar,
                              new CalendarView(new DateTime(2027, 3, 10), new DateTime(2027, 3, 13)))
               .Items.Count,
           0);
    }

    static void ProposedTime()
    {
        var a = App("Propose", 15, 9);
        a.RequiredAttendees.Add(other);
        a.Save(SendInvitationsMode.SendToAllAndSaveCopy);
        var t = B.FindAppointments(WellKnownFolderName.Calendar,
                                   new CalendarView(new DateTime(2027, 3, 15), new DateTime(2027, 3, 16)))
                    .Items[0];
        var m = t.CreateDeclineMessage();
        m.Body = "no";
        m.SendAndSaveCopy();
        a.Load();
        Eq(a.RequiredAttendees[0].ResponseType, MeetingResponseType.Decline);
    }

    static void FreeBusyAndSuggestions()
    {
        var r = S.GetUserAvailability(
            new[] { new AttendeeInfo(me), new AttendeeInfo(other) },
            new TimeWindow(new DateTime(2027, 3, 1), new DateTime(2027, 3, 3)), AvailabilityData.FreeBusyAndSuggestions,
            new AvailabilityOptions { MeetingDuration = 30, RequestedFreeBusyView = FreeBusyViewType.Detailed });
        Eq(r.AttendeesAvailability[0].ErrorCode, ServiceError.NoError);
        True(r.AttendeesAvailability[0].CalendarEvents.Count > 0, "events");
        True(r.AttendeesAvailability[0].WorkingHours != null, "working hours");
        True(r.Suggestions.Count > 0, "suggestions");
    }
}
