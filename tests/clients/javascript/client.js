// One run of ews-javascript-api against the server at argv[2]: what it saw, as JSON. A stream must be open before the
// entry is made, so that the event is told on it.
import ews from "ews-javascript-api";

const endpoint = process.argv[2];
const service = new ews.ExchangeService(ews.ExchangeVersion.Exchange2013_SP1, ews.TimeZoneInfo.Utc);
service.Credentials = new ews.WebCredentials("alice@example.test", "secret");
service.Url = new ews.Uri(endpoint);
const calendar = new ews.FolderId(ews.WellKnownFolderName.Calendar);
const saw = {};

const stream = await service.SubscribeToStreamingNotifications([calendar], ews.EventType.Created);
const connection = new ews.StreamingSubscriptionConnection(service, 1);
connection.AddSubscription(stream);
const told = new Promise((resolve) => {
  connection.OnNotificationEvent.push((_, args) => resolve(args.Events[0].ItemId.UniqueId));
});
const opened = new Promise((resolve) => {
  const write = service.XHRApi.xhrStream.bind(service.XHRApi);
  service.XHRApi.xhrStream = (options, progress) =>
    write(options, (one) => { progress(one); if (one.type === "data") resolve(); });
});
connection.Open();
await opened;

const entry = new ews.Appointment(service);
entry.Subject = "Review";
entry.Start = ews.DateTime.Parse("2027-03-01T09:00:00Z");
entry.End = ews.DateTime.Parse("2027-03-01T10:00:00Z");
await entry.Save(ews.WellKnownFolderName.Calendar, ews.SendInvitationsMode.SendToNone);
saw.streamed = (await told) === entry.Id.UniqueId;

const view = new ews.CalendarView(ews.DateTime.Parse("2027-03-01T00:00:00Z"), ews.DateTime.Parse("2027-03-02T00:00:00Z"));
saw.found = (await service.FindAppointments(calendar, view)).Items.map((one) => one.Subject);

// this client does not escape the body: servers from 2013 on lose what the tags enclose
const message = new ews.EmailMessage(service);
message.Subject = "Minutes";
message.Body = new ews.MessageBody(ews.BodyType.HTML, "before <b>inside</b> after");
message.ToRecipients.Add("alice@example.test");
await message.SendAndSaveCopy();
const [sent] = (await service.FindItems(new ews.FolderId(ews.WellKnownFolderName.SentItems), new ews.ItemView(1))).Items;
await sent.Load(new ews.PropertySet(ews.BasePropertySet.FirstClassProperties));
saw.body = sent.Body.Text;

// in groups; its SeekToConditionItemView writes a Traversal that no server takes
const grouping = new ews.Grouping(
  ews.ItemSchema.Subject, ews.SortDirection.Ascending, ews.ItemSchema.DateTimeReceived, ews.AggregateType.Maximum,
);
const sentItems = new ews.FolderId(ews.WellKnownFolderName.SentItems);
const grouped = await service.FindItems(sentItems, new ews.ItemView(5), grouping);
saw.grouped = grouped.ItemGroups.map((group) => group.Items.map((one) => one.Subject));

const discover = new ews.AutodiscoverService(
  new ews.Uri(new URL("/autodiscover/autodiscover.svc", endpoint).href), ews.ExchangeVersion.Exchange2013,
);
discover.Credentials = service.Credentials;
const settings = await discover.GetUserSettings("alice@example.test", [ews.UserSettingName.ExternalEwsUrl]);
saw.discovered = settings.Settings.objects?.[ews.UserSettingName.ExternalEwsUrl] ?? null;

console.log(JSON.stringify(saw));
process.exit(0);
