// ews-javascript-api holds a meeting: one attendee accepts, one declines, one does not know yet; the room Aare accepts,
// and refuses a second booking; then suggested times. What the organizers saw, as JSON. The room answers at once.
import ews from "ews-javascript-api";

const endpoint = process.argv[2];
const ROOM = "aare@example.test";
const START = "2027-03-01T09:00:00Z", END = "2027-03-01T10:00:00Z";

function serviceOf(name) {
  const service = new ews.ExchangeService(ews.ExchangeVersion.Exchange2013_SP1, ews.TimeZoneInfo.Utc);
  service.Credentials = new ews.WebCredentials(`${name}@example.test`, "secret");
  service.Url = new ews.Uri(endpoint);
  return service;
}

async function invite(service, subject, people) {
  const meeting = new ews.Appointment(service);
  meeting.Subject = subject;
  meeting.Start = ews.DateTime.Parse(START);
  meeting.End = ews.DateTime.Parse(END);
  for (const one of people) meeting.RequiredAttendees.Add(`${one}@example.test`);
  meeting.Resources.Add(ROOM);
  await meeting.Save(ews.SendInvitationsMode.SendToAllAndSaveCopy);
  return meeting.Id;
}

async function invitation(service) {
  const view = new ews.CalendarView(ews.DateTime.Parse(START), ews.DateTime.Parse(END));
  const calendar = new ews.FolderId(ews.WellKnownFolderName.Calendar);
  const [one] = (await service.FindAppointments(calendar, view)).Items;
  return ews.Appointment.Bind(service, one.Id);
}

async function answers(service, id) {
  const rows = [ews.AppointmentSchema.RequiredAttendees, ews.AppointmentSchema.Resources];
  const meeting = await ews.Appointment.Bind(service, id, new ews.PropertySet(ews.BasePropertySet.IdOnly, rows));
  const all = [...meeting.RequiredAttendees.Items, ...meeting.Resources.Items];
  return Object.fromEntries(all.map((one) => [one.Address.split("@")[0], ews.MeetingResponseType[one.ResponseType]]));
}

const [alice, bob, carol, dave] = ["alice", "bob", "carol", "dave"].map(serviceOf);
const review = await invite(alice, "Review", ["bob", "carol", "dave"]);
await (await invitation(bob)).Accept(true);
await (await invitation(carol)).Decline(true);
await (await invitation(dave)).AcceptTentatively(true);
const second = await invite(carol, "Second", []);

// times for Alice, Bob and the room, which are taken from 9 to 10
const attendees = ["alice@example.test", "bob@example.test", ROOM].map((one) => new ews.AttendeeInfo(one));
const options = new ews.AvailabilityOptions();
options.MaximumSuggestionsPerDay = 4;
options.MinimumSuggestionQuality = ews.SuggestionQuality.Excellent;
const day = new ews.TimeWindow(ews.DateTime.Parse("2027-03-01T00:00:00Z"), ews.DateTime.Parse("2027-03-02T00:00:00Z"));
const found = await alice.GetUserAvailability(attendees, day, ews.AvailabilityData.Suggestions, options);
const [suggestion] = found.Suggestions;

const inbox = new ews.FolderId(ews.WellKnownFolderName.Inbox);
const mails = (await carol.FindItems(inbox, new ews.ItemView(10))).Items;
console.log(JSON.stringify({
  review: await answers(alice, review),
  second: await answers(carol, second),
  suggested: suggestion.TimeSuggestions.map((one) => [one.MeetingTime.ToISOString(), ews.SuggestionQuality[one.Quality]]),
  told: mails.map((one) => one.Subject),
}));
process.exit(0);
