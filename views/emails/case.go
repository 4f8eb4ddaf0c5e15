package emails

import (
	"context"
	"strings"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/i18n"
)

// Case writes a letter about a case whose last round it is about: that it is here, that the desk wrote, or that we are late. address is that of the case's page;
// it is empty for somebody without an account, whose letter holds what the desk wrote instead.
func Case(ctx context.Context, name string, c models.Complaint, about models.CaseEventKind, wrote models.Message, address string) (models.Letter, error) {
	m := note{hello: hello(ctx, name), address: address}
	if address != "" {
		m.link = i18n.T(ctx, "See %s", c.Ref)
	}
	switch about {
	case models.CaseReplied:
		m.subject = i18n.T(ctx, "%s: we wrote to you", c.Ref)
		m.before = []string{i18n.T(ctx, "Somebody of the privacy team wrote to you about %s. It is not our answer yet; the clock keeps running.", c.Ref)}
	case models.CaseWasAnswered:
		m.subject = i18n.T(ctx, "%s: our answer", c.Ref)
		m.before = []string{i18n.T(ctx, "Our answer to %s is there: what we found, what we did, why, and what you can do if you don’t agree.", c.Ref)}
		m.after = []string{i18n.T(ctx, "If it isn’t solved, tell us within %d working days: a colleague who hasn’t answered it before looks again.", models.ReopenDays)}
	case models.CaseRejected:
		m.subject = i18n.T(ctx, "%s: we could not confirm who wrote", c.Ref)
		m.before = []string{i18n.T(ctx, "We could not confirm who wrote %s, and closed it. If you don’t agree, answer this letter: somebody else looks again.", c.Ref)}
	case models.CaseLate:
		m.subject = i18n.T(ctx, "%s: we are late. Sorry.", c.Ref)
		m.before = late(ctx, c)
	default:
		m.subject = i18n.T(ctx, "We have your message: %s", c.Ref)
		m.before = acknowledged(ctx, c, about)
	}
	if address == "" {
		m.before = append(m.before, words(ctx, wrote)...)
	}
	return m.write(ctx)
}

// acknowledged says that a case is here and by when we answer (#114, #116).
func acknowledged(ctx context.Context, c models.Complaint, about models.CaseEventKind) []string {
	d := c.Round().Deadline
	due := i18n.T(ctx, "We answer by %s: %d working days from %s. Weekends and public holidays don’t count, make-up working days do.",
		i18n.LongDay(ctx, d.Told), len(counted(d)), i18n.LongDay(ctx, d.From))
	if c.Kind == models.CaseQuestion {
		due = i18n.T(ctx, "We aim to answer by %s: %d working days from %s. Weekends and public holidays don’t count, make-up working days do.",
			i18n.LongDay(ctx, d.Told), len(counted(d)), i18n.LongDay(ctx, d.From))
	}
	have := haveCase(ctx, c)
	if about == models.CaseReopened {
		have = i18n.T(ctx, "We have your new message about %s, and the case is open again.", c.Ref)
	}
	lines := []string{have, due}
	if d.Provisional {
		lines = append(lines, i18n.T(ctx, "Not every holiday in that time is announced yet, so the date may move to an earlier day, never to a later one."))
	}
	if c.PersonID == "" {
		return append(lines, i18n.T(ctx, "To add something, answer this letter and leave the number in its subject."))
	}
	return append(lines, i18n.T(ctx, "The privacy team has it, and your page shows who opened it. You can add to it or close it at any time."))
}

func haveCase(ctx context.Context, c models.Complaint) string {
	switch c.Kind {
	case models.CaseReport:
		return i18n.T(ctx, "We have your report %s.", c.Ref)
	case models.CaseAccess:
		return i18n.T(ctx, "We have your request for a copy of your data, %s.", c.Ref)
	case models.CaseCorrection:
		return i18n.T(ctx, "We have your request to correct something, %s.", c.Ref)
	case models.CaseDeletion:
		return i18n.T(ctx, "We have your request to delete something, %s.", c.Ref)
	case models.CaseQuestion:
		return i18n.T(ctx, "We have your question %s.", c.Ref)
	default:
		return i18n.T(ctx, "We have your complaint %s.", c.Ref)
	}
}

// counted are the working days of a deadline, up to the date that holds.
func counted(d models.Deadline) (days []models.Date) {
	for _, day := range d.Days {
		if day.Working && !d.Told.Before(day.Date) {
			days = append(days, day.Date)
		}
	}
	return days
}

func late(ctx context.Context, c models.Complaint) []string {
	r := c.Round()
	return []string{
		i18n.T(ctx, "We promised an answer to %s by %s and didn’t give one. Sorry.", c.Ref, i18n.LongDay(ctx, r.Deadline.Told)),
		i18n.T(ctx, "A named colleague now has it and writes by %s. You can also complain to the authority at any time.", i18n.LongDay(ctx, r.NewDate)),
	}
}

// words are what the desk wrote to somebody without an account, who has no page to read it on.
func words(ctx context.Context, m models.Message) (lines []string) {
	for _, part := range []struct{ title, text string }{
		{"", m.Text},
		{i18n.T(ctx, "What we found"), m.Answer.Found},
		{i18n.T(ctx, "What we did"), m.Answer.Did},
		{i18n.T(ctx, "Why"), m.Answer.Why},
		{i18n.T(ctx, "If you don’t agree"), m.Answer.Appeal},
	} {
		if part.text == "" {
			continue
		}
		if part.title != "" {
			lines = append(lines, part.title)
		}
		lines = append(lines, strings.FieldsFunc(part.text, func(r rune) bool { return r == '\n' || r == '\r' })...)
	}
	return lines
}

// StaffReminder reminds somebody at the desk of an open case; address is that of its page there.
func StaffReminder(ctx context.Context, firstName string, of models.QueueRow, why models.Reminder, address string) (models.Letter, error) {
	due := i18n.LongDay(ctx, of.Due)
	subject, says := reminder(ctx, of.Ref, due, why)
	return note{
		subject: subject,
		hello:   hello(ctx, firstName),
		before:  []string{says},
		link:    i18n.T(ctx, "See %s", of.Ref),
		address: address,
	}.write(ctx)
}

func reminder(ctx context.Context, ref, due string, why models.Reminder) (subject, says string) {
	switch why {
	case models.RemindGiven:
		return i18n.T(ctx, "%s is yours", ref),
			i18n.T(ctx, "Nobody had %s, so it is yours now. It is due on %s. Assign it to a colleague where you can’t take it.", ref, due)
	case models.RemindNoDraft:
		return i18n.T(ctx, "%s has no draft", ref), i18n.T(ctx, "%s is due on %s, and nobody has begun to write the answer.", ref, due)
	case models.RemindToday:
		return i18n.T(ctx, "%s is due today", ref), i18n.T(ctx, "%s is due today, and there is no answer.", ref)
	case models.RemindLate:
		return i18n.T(ctx, "%s is late", ref), i18n.T(ctx, "%s was due on %s, and there is no answer.", ref, due)
	default:
		return i18n.T(ctx, "%s is due soon", ref), i18n.T(ctx, "%s is due on %s, and there is no answer.", ref, due)
	}
}
