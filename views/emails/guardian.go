package emails

import (
	"context"
	"fmt"
	"strings"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// GuardianLinks are the whole addresses to which a letter to a guardian leads.
type GuardianLinks struct {
	Decide string // where they decide
	Remove string // where they take their address back
}

// Guardian asks a grown-up to decide for a child. It holds no name and no code: the address may be a stranger's. madeHere tells that
// nothing but the account is held, and reminder that it was sent before.
func Guardian(ctx context.Context, r models.GuardianRequest, madeHere bool, reminder int, to GuardianLinks) (models.Letter, error) {
	m := guardian{
		subject: i18n.T(ctx, "A child asks you to decide about Jolara"),
		hello:   hello(ctx, ""),
		says:    i18n.T(ctx, "Someone who says they are under 18 gave this address as their parent or guardian. Jolara prints people’s photos, and may do nothing with a child’s before you said yes."),
		keeps:   i18n.T(ctx, "Until you decide we keep four things: a nickname, how the child signs in, a birth date, and this address."),
		words:   i18n.T(ctx, "The child’s screen shows the words %s. The page you open shows the same.", strings.Join(wordsOf(r), " ")),
		asks:    i18n.T(ctx, "Look and decide here. It takes about five minutes, and ends on %s:", i18n.DayAndTime(ctx, r.Until)),
		removes: i18n.T(ctx, "Not you? Take your address away here, or do nothing: we delete it when the time is over."),
		to:      to,
	}
	if reminder > 0 {
		m.subject = i18n.T(ctx, "A child still waits for you to decide about Jolara")
	}
	if r.Second {
		m.says = i18n.T(ctx, "Someone who says they are under 18 would like you to decide beside another guardian, who said yes before. Jolara prints people’s photos. What is on then needs the yes of both of you, and neither sees the other’s address.")
		m.keeps = i18n.T(ctx, "Until you answer everything stays as the other guardian decided, and we keep this address.")
	} else if !madeHere {
		m.keeps = i18n.T(ctx, "Until you decide we use nothing that Jolara’s app holds of the child, and keep this address.")
	}
	var html strings.Builder
	if err := guardianHTML(m).Render(ctx, &html); err != nil {
		return models.Letter{}, fmt.Errorf("write a letter: %w", err)
	}
	text := strings.Join([]string{m.hello, m.says, m.keeps, m.words, m.asks, to.Decide, m.removes, to.Remove, i18n.T(ctx, "Jolara Privacy")}, "\n\n") + "\n"
	return models.Letter{Subject: m.subject, Text: text, HTML: html.String()}, nil
}

func wordsOf(r models.GuardianRequest) []string {
	words := i18n.ThreeWords(r.Locale, r.Words)
	return words[:]
}

type guardian struct {
	subject, hello, says, keeps, words, asks, removes string
	to                                                GuardianLinks
}

// GuardianCode writes the code by which a guardian shows that they read their letters now.
func GuardianCode(ctx context.Context, code string) (models.Letter, error) {
	return note{
		subject: i18n.T(ctx, "%s is your code for Jolara", code),
		hello:   hello(ctx, ""),
		before: []string{
			i18n.T(ctx, "You opened the page on which you decide for a child. Type this code there: %s", code),
			i18n.N(ctx, int(models.GuardianCodeLife.Minutes()), "It counts for %d minute, once.", "It counts for %d minutes, once."),
		},
		after: []string{i18n.T(ctx, "You didn’t ask for it? Then don’t tell it to anybody, and do nothing: without it nothing is decided.")},
	}.write(ctx)
}

// GuardianSaidYes tells a guardian what they decided, to keep; address is where they come back to see and change it.
func GuardianSaidYes(ctx context.Context, r models.GuardianRecord, address string) (models.Letter, error) {
	yes := i18n.T(ctx, "You said yes to nothing but the account itself.")
	if len(r.Yes) > 0 {
		yes = i18n.T(ctx, "You said yes to: %s.", components.Beside(ctx, r.Yes, components.PermissionName))
	}
	before := []string{
		i18n.T(ctx, "Thank you for deciding. This is the record of it, %s, from %s.", r.Ref, i18n.DayAndTime(ctx, r.At)),
		yes,
	}
	if len(r.No) > 0 {
		before = append(before, i18n.T(ctx, "You said no to: %s.", components.Beside(ctx, r.No, components.PermissionName)))
	}
	before = append(before,
		i18n.T(ctx, "We keep your name, your relation to the child and this address until the child is 18 or the account ends, and the record 3 years more, as proof."),
		i18n.T(ctx, "You can see and change it, have things corrected and deleted, or take it all back at any time, and say so if you never agreed: you need no account, only this address."),
	)
	return note{
		subject: i18n.T(ctx, "What you decided for a child at Jolara: %s", r.Ref),
		hello:   hello(ctx, r.Guardian),
		before:  before,
		link:    i18n.T(ctx, "See what you decided"),
		address: address,
	}.write(ctx)
}

// PaperRefused tells a guardian why the sheet on which they decided cannot be accepted; adds is what the officer adds, or empty,
// and address is where they send another or decide on the page.
func PaperRefused(ctx context.Context, r models.GuardianRequest, fault models.SheetFault, adds, address string) (models.Letter, error) {
	m := note{
		subject: i18n.T(ctx, "We can’t accept your sheet for Jolara"),
		hello:   hello(ctx, ""),
		before: []string{
			i18n.T(ctx, "You decided for a child on paper and sent us a photo of the sheet. We can’t accept it, so nothing was decided:"),
			sheetFault(ctx, fault),
		},
		link:    i18n.T(ctx, "Send another photo, or decide on the page"),
		address: address,
		after: []string{
			i18n.T(ctx, "The photo is erased. The child still waits for your answer, until %s.", i18n.DayAndTime(ctx, r.Until)),
		},
	}
	if adds != "" {
		m.before = append(m.before, i18n.T(ctx, "Our privacy desk adds: %s", adds))
	}
	return m.write(ctx)
}

// sheetFault says to a guardian why their sheet cannot be accepted, and what another one needs.
func sheetFault(ctx context.Context, fault models.SheetFault) string {
	switch fault {
	case models.SheetUnreadable:
		return i18n.T(ctx, "The photo can’t be read. Lay the page flat, in good light, and take all of it.")
	case models.SheetUnsigned:
		return i18n.T(ctx, "The page is not signed by hand.")
	case models.SheetIncomplete:
		return i18n.T(ctx, "Something is missing on the page: what you are to the child, your full name, or the tick that you are 18 or older.")
	case models.SheetOther:
		return i18n.T(ctx, "The page belongs to another request. Save the form from the page behind this letter’s link, and sign that one.")
	case models.SheetOutdated:
		return i18n.T(ctx, "The privacy agreement or the rules for children have changed since the form was printed. Save the new form, and read and sign that one.")
	default:
		return i18n.T(ctx, "The photo doesn’t show the form’s last page.")
	}
}

// ChildTold tells a minor who has an address how it stands with their guardian, in words for a child; address is their page.
func ChildTold(ctx context.Context, name string, job models.ChildToldMail, address string) (models.Letter, error) {
	m := note{hello: hello(ctx, name), link: i18n.T(ctx, "Have a look"), address: address}
	if job.Second {
		m.subject, m.before = childToldOfSecond(ctx, job.State)
		return m.write(ctx)
	}
	switch job.State {
	case models.GuardianApproved:
		m.subject = i18n.T(ctx, "Your grown-up said yes")
		m.before = []string{i18n.T(ctx, "Your grown-up has decided what Jolara may do. You can see it here, and turn each thing off yourself:")}
	case models.GuardianDeclined:
		m.subject = i18n.T(ctx, "Your grown-up said: not this time")
		m.before = []string{i18n.T(ctx, "You have not done anything wrong. What happens now stands here:")}
	default:
		m.subject = i18n.T(ctx, "Your grown-up did not answer")
		m.before = []string{i18n.T(ctx, "Nobody said yes or no in time. What you can do now stands here:")}
	}
	return m.write(ctx)
}

// childToldOfSecond tells a child how it stands with a second grown-up.
func childToldOfSecond(ctx context.Context, state models.GuardianState) (subject string, before []string) {
	switch state {
	case models.GuardianWaiting:
		return i18n.T(ctx, "A second grown-up is asked to decide with you"),
			[]string{i18n.T(ctx, "We have written to them. Tell them the three words that stand here. Until they answer everything stays as it is:")}
	case models.GuardianApproved:
		return i18n.T(ctx, "Your second grown-up has decided, too"),
			[]string{i18n.T(ctx, "What both your grown-ups allow can be on. How it stands now you see here:")}
	case models.GuardianDeclined:
		return i18n.T(ctx, "No second grown-up is asked"),
			[]string{i18n.T(ctx, "So nobody else was written to. You have not done anything wrong, and everything stays as it is:")}
	default:
		return i18n.T(ctx, "Your second grown-up did not answer"),
			[]string{i18n.T(ctx, "Nobody said yes or no in time, so everything stays as it is. What you can do now stands here:")}
	}
}

// SecondAsked asks a guardian whether a second one may be written to, whom the child named; address is where they answer. It names neither
// the child nor the other address.
func SecondAsked(ctx context.Context, r models.GuardianRecord, address string) (models.Letter, error) {
	return note{
		subject: i18n.T(ctx, "May a second guardian decide with you? Record %s", r.Ref),
		hello:   hello(ctx, r.Guardian),
		before: []string{
			i18n.T(ctx, "The child of record %s would like a second guardian to decide beside you. We write to them only with your yes, or after our privacy desk has checked.", r.Ref),
			i18n.T(ctx, "What is on would need the yes of both of you, and neither would see the other’s address. You can say yes or no here, within 7 days:"),
		},
		link:    i18n.T(ctx, "Say yes or no"),
		address: address,
	}.write(ctx)
}

// GrownUp tells a person what a birthday changed; address is the page that says it whole.
func GrownUp(ctx context.Context, name string, band models.Band, address string) (models.Letter, error) {
	m := note{hello: hello(ctx, name), link: i18n.T(ctx, "See what changes, and what stays"), address: address}
	if band == models.BandAdult {
		m.subject = i18n.T(ctx, "You are 18: it is all yours now")
		m.before = []string{i18n.T(ctx, "Happy birthday! From today nobody decides for you, and nobody but you sees what we hold. Your photos stay. What your guardian had turned on is off until you choose:")}
		return m.write(ctx)
	}
	m.subject = i18n.T(ctx, "You are 14: more is yours now")
	m.before = []string{i18n.T(ctx, "Happy birthday! Your photos stay, and more of them is yours alone. What changes stands here:")}
	return m.write(ctx)
}
