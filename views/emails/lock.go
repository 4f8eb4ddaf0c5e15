package emails

import (
	"context"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// VisitCode writes the code by which a guardian comes back to see and change what they decided.
func VisitCode(ctx context.Context, code string) (models.Letter, error) {
	return note{
		subject: i18n.T(ctx, "%s is your code for Jolara", code),
		hello:   hello(ctx, ""),
		before: []string{
			i18n.T(ctx, "Somebody asked to see what was decided for a child from this address. Type this code there: %s", code),
			i18n.N(ctx, int(models.GuardianCodeLife.Minutes()), "It counts for %d minute, once.", "It counts for %d minutes, once."),
		},
		after: []string{i18n.T(ctx, "You didn’t ask for it? Then don’t tell it to anybody, and do nothing: without it nothing is shown or changed.")},
	}.write(ctx)
}

// LockToGuardian tells a guardian how it stands with the account of a child for whom they once decided; ref is the record's, and word what
// they say now. It names neither the child nor another guardian. address is where they come back.
func LockToGuardian(ctx context.Context, name, ref string, word models.GuardianWord, l models.Lock, news models.LockNews, became models.Progress, address string) (models.Letter, error) {
	m := note{hello: hello(ctx, name), link: i18n.T(ctx, "What we keep, and what you can do"), address: address}
	switch {
	case news == models.LockClosed:
		m = note{
			subject: i18n.T(ctx, "All of it is erased: receipt %s", l.Ref), hello: m.hello,
			before: closed(ctx, l, became, i18n.T(ctx, "The account of record %s is erased, with all that was held of the child.", ref)),
			after:  []string{i18n.T(ctx, "We keep the record of your decision 3 years more, as proof. Then we erase it.")},
		}
	case word == models.WordOver && l.Kind == models.LockDiffer:
		m.subject = i18n.T(ctx, "You decide no longer: record %s", ref)
		m.before = []string{i18n.T(ctx, "Somebody at our privacy desk found that another guardian’s yes holds, so you decide for this child no longer. Nothing was erased by that. We keep the record 3 years, as proof.")}
		m.after = []string{i18n.T(ctx, "You think that this is wrong? Write to support@jolara.com with the record’s reference, and somebody else at the desk looks at it.")}
		m.link, m.address = "", ""
	case l.Kind == models.LockAnswers && news == models.LockEnded:
		m.subject = i18n.T(ctx, "The two guardians answer alike again: record %s", ref)
		m.before = []string{i18n.T(ctx, "What both of you allow can be on, and everything can be changed again. How it stands you see here:")}
	case l.Kind == models.LockAnswers:
		m.subject = i18n.T(ctx, "The two guardians answer differently: record %s", ref)
		m.before = []string{i18n.T(ctx, "What one of you says no to is off. Until you answer alike, nothing of the child’s is corrected, deleted or erased on the word of one of you. Our privacy desk knows of it. What it is about stands here:")}
	case news == models.LockEnded:
		m.subject = i18n.T(ctx, "The account is open again: record %s", ref)
		m.before = []string{i18n.T(ctx, "The account of record %s is no longer locked. Nothing was erased. What is on stands here:", ref)}
	case news == models.LockFound:
		m.subject = i18n.T(ctx, "The yes from your address counts for nothing: record %s", ref)
		m.before = []string{i18n.T(ctx, "Somebody at our privacy desk found that the child answered in your place. Everything is off, nothing was erased, and this address is not asked again for the child. We keep the record 3 years, as proof.")}
		m.after = []string{i18n.T(ctx, "You did decide yourself? Write to support@jolara.com with the record’s reference, and somebody else at the desk looks at it.")}
		m.link, m.address = "", ""
	case l.Kind == models.LockDoubted:
		m.subject = i18n.T(ctx, "Your yes counts from tomorrow at the latest: record %s", ref)
		m.before = []string{
			i18n.T(ctx, "It came from the device on which the child had just asked, and from an address that is new to us. That is usual in many families, and children answer their own letters that way, too. So it counts from %s at the latest, and somebody at our privacy desk may have a look before.", moment(ctx, l.OpensAt())),
			i18n.T(ctx, "You need not do anything. If it was not you who decided, say so here, and the account is locked at once:"),
		}
	case l.Kind == models.LockDiffer:
		m.subject = i18n.T(ctx, "The account is locked while we check: record %s", ref)
		m.before = []string{
			i18n.T(ctx, "Two guardians were asked, and one of you does not say yes. Since %s nothing is collected, printed or used, and nothing is erased.", moment(ctx, l.At)),
			i18n.T(ctx, "Somebody at our privacy desk finds out whose word holds, and may write to you. What you can do meanwhile stands here:"),
		}
	case word == models.WordYes && l.Kind == models.LockWithdrawn:
		m.subject = i18n.T(ctx, "The account ends: record %s", ref)
		m.before = []string{i18n.T(ctx, "Somebody at our privacy desk found that another guardian’s no holds. On %s we erase all that we hold of the child. Until then what you may see can be saved here:", moment(ctx, l.EraseAt))}
	case l.Kind == models.LockDisputed:
		m.subject = i18n.T(ctx, "You told us that you never agreed: record %s", ref)
		m.before = []string{
			i18n.T(ctx, "The account is locked since %s: nothing is collected, printed or used.", moment(ctx, l.At)),
			i18n.T(ctx, "Somebody at our privacy desk checks it. If you never agreed, everything is erased within 24 hours of that, and you get a receipt. Nothing is erased before."),
		}
	case news == models.LockSoon:
		m.subject = i18n.T(ctx, "We erase the account on %s: record %s", i18n.DayAndTime(ctx, l.EraseAt), ref)
		m.before = []string{i18n.T(ctx, "You took your yes back. On %s we erase all that we hold of the child. Until then you can stop that, save what you may see, or have it erased at once:", moment(ctx, l.EraseAt))}
	default:
		m.subject = i18n.T(ctx, "You took your yes back: record %s", ref)
		m.before = []string{
			i18n.T(ctx, "The account is locked since %s: nothing is collected, printed or used.", moment(ctx, l.At)),
			i18n.T(ctx, "On %s we erase all that we hold of the child. Until then you can stop that, save what you may see, or have it erased at once:", moment(ctx, l.EraseAt)),
		}
	}
	return m.write(ctx)
}

// LockToChild tells a person how it stands with their locked account, in words for a child of ten; address is their page.
func LockToChild(ctx context.Context, name string, l models.Lock, news models.LockNews, became models.Progress, address string) (models.Letter, error) {
	m := note{hello: hello(ctx, name), link: i18n.T(ctx, "Have a look"), address: address}
	switch {
	case news == models.LockClosed:
		m = note{
			subject: i18n.T(ctx, "All of it is erased: receipt %s", l.Ref), hello: m.hello,
			before: closed(ctx, l, became, i18n.T(ctx, "Your account is erased, with all we knew about you. You have not done anything wrong, and you can start again any day.")),
		}
	case l.Kind == models.LockAnswers && news == models.LockEnded:
		m.subject = i18n.T(ctx, "Your grown-ups answer alike again")
		m.before = []string{i18n.T(ctx, "What both allow can be on. How it stands you see here:")}
	case l.Kind == models.LockAnswers:
		m.subject = i18n.T(ctx, "Your grown-ups do not agree yet")
		m.before = []string{i18n.T(ctx, "One of them says no to something, so it is off until both say yes. You have not done anything wrong, and none of your pictures is deleted because of it. What it is about stands here:")}
	case news == models.LockEnded:
		m.subject = i18n.T(ctx, "Your account is open again")
		m.before = []string{i18n.T(ctx, "Nothing was erased. What is on stands here:")}
	case news == models.LockSoon:
		m.subject = i18n.T(ctx, "We erase your account on %s", i18n.DayAndTime(ctx, l.EraseAt))
		m.before = []string{i18n.T(ctx, "On %s we erase all we know about you. Save your pictures before, if you want to keep them. What else you can do stands here:", moment(ctx, l.EraseAt))}
	case l.Kind == models.LockDiffer:
		m.subject = i18n.T(ctx, "Your account is locked while we check something")
		m.before = []string{i18n.T(ctx, "Two grown-ups look after it, and they do not agree. You have not done anything wrong, and nothing is deleted while we find out whose word holds. What you can do meanwhile stands here:")}
	case l.Kind == models.LockDisputed:
		m.subject = i18n.T(ctx, "Your account is locked while we check something")
		m.before = []string{i18n.T(ctx, "A grown-up told us that they never said yes. You have not done anything wrong, and nothing is deleted while we check. What you can do meanwhile stands here:")}
	case news == models.LockFound:
		m.subject = i18n.T(ctx, "We still need a grown-up’s yes")
		m.before = []string{i18n.T(ctx, "We had a look: the yes did not come from a grown-up who looks after you, so it does not count and everything is off. Nothing is deleted. You can ask a grown-up here, and tell us if we are wrong:")}
	case l.Kind == models.LockDoubted:
		m.subject = i18n.T(ctx, "Your grown-up said yes, and we have a look first")
		m.before = []string{i18n.T(ctx, "The answer came from the device you use. So it counts from %s at the latest, if nothing is the matter. You have not done anything wrong, and nothing is deleted. What you can do meanwhile stands here:", moment(ctx, l.OpensAt()))}
	case l.Kind == models.LockBirthDate:
		m.subject = i18n.T(ctx, "Your account is locked until somebody has checked")
		m.before = []string{i18n.T(ctx, "We were told a birth date by which you are under 18. Nothing is deleted by that. Is it right, or a mistake? Tell us here:")}
	case l.Kind == models.LockWithdrawn:
		m.subject = i18n.T(ctx, "Your grown-up took the yes back")
		m.before = []string{i18n.T(ctx, "Everything is off. You have not done anything wrong. On %s we erase all we know about you. Save your pictures before, if you want to keep them:", moment(ctx, l.EraseAt))}
	default:
		m.subject = i18n.T(ctx, "Your account is locked until a grown-up says yes")
		m.before = []string{i18n.T(ctx, "If nobody says yes by %s, we erase all we know about you. You can ask a grown-up here:", moment(ctx, l.EraseAt))}
	}
	return m.write(ctx)
}

// closed says what became of everything, and where a copy may still be (#85, #86).
func closed(ctx context.Context, l models.Lock, became models.Progress, first string) []string {
	lines := append([]string{first}, outcomes(ctx, became)...)
	for _, holder := range models.ScopePhotos.Holders() {
		lines = append(lines, i18n.T(ctx, "%s: not yet confirmed.", components.HolderName(ctx, holder)))
	}
	return append(lines,
		i18n.T(ctx, "Our backups are overwritten by %s.", i18n.Date(ctx, l.EndedAt.Add(models.BackupsKept))),
		i18n.T(ctx, "Receipt: %s", l.Ref),
	)
}
