package emails

import (
	"context"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// DeletionScheduled tells a person when what they want deleted is erased, and that they can stop it until then; address is
// that of the deletion's page.
func DeletionScheduled(ctx context.Context, name string, d models.Deletion, address string) (models.Letter, error) {
	subject, after := i18n.T(ctx, "A deletion begins on %s", i18n.DateTime(ctx, d.DueAt)), []string{i18n.T(ctx, "Receipt: %s", d.Receipt)}
	if d.By == models.ByPerson {
		subject = i18n.T(ctx, "Your deletion begins on %s", i18n.DateTime(ctx, d.DueAt))
		after = append(after, i18n.T(ctx, "Was it somebody else? Sign in, stop it, choose another password, and write to support@jolara.com."))
	}
	return note{
		subject: subject,
		hello:   hello(ctx, name),
		before: []string{
			i18n.T(ctx, "%s. All of it has been out of sight since %s.", components.Deletion(ctx, d), moment(ctx, d.At)),
			i18n.T(ctx, "We begin to erase it on %s. Until then you can stop it, and everything is back as it was:", moment(ctx, d.DueAt)),
		},
		link:    i18n.T(ctx, "See or stop the deletion"),
		address: address,
		after:   after,
	}.write(ctx)
}

// Deleted writes the letter with a deletion's receipt: what became of how many, and where a copy may still be (#85, #86);
// address is that of the receipt's page.
func Deleted(ctx context.Context, name string, d models.Deletion, became models.Progress, address string) (models.Letter, error) {
	return note{
		subject: i18n.T(ctx, "%s: receipt %s", components.Deletion(ctx, d), d.Receipt),
		hello:   hello(ctx, name),
		before: append(append([]string{
			i18n.T(ctx, "%s. All of it has been out of sight since %s.", components.Deletion(ctx, d), moment(ctx, d.At)),
		}, outcomes(ctx, became)...), i18n.T(ctx, "The whole receipt:")),
		link:    i18n.T(ctx, "See the receipt"),
		address: address,
		after:   append(append([]string{i18n.T(ctx, "Receipt: %s", d.Receipt)}, places(ctx, d)...), orSomebodyElse(ctx, d)...),
	}.write(ctx)
}

// orSomebodyElse says what to do about a deletion that one did not ask for; of what fell due nobody asked.
func orSomebodyElse(ctx context.Context, d models.Deletion) []string {
	if d.By != models.ByPerson {
		return nil
	}
	return []string{i18n.T(ctx, "Was it somebody else? Sign in, choose another password, and write to support@jolara.com.")}
}

// outcomes says what became of how many entries of a deletion.
func outcomes(ctx context.Context, became models.Progress) (lines []string) {
	if became.Erased > 0 {
		lines = append(lines, i18n.N(ctx, became.Erased, "%d entry is erased here.", "%d entries are erased here."))
	}
	if became.Anonymised > 0 {
		lines = append(lines, i18n.N(ctx, became.Anonymised, "%d entry no longer points to you.", "%d entries no longer point to you."))
	}
	for _, l := range became.Locked {
		lines = append(lines, i18n.N(ctx, l.Count, "Of %d entry no more is kept than a law asks for, locked until %s: %s. Nobody at Jolara can open it before.",
			"Of %d entries no more is kept than a law asks for, the last of them locked until %s: %s. Nobody at Jolara can open them before.",
			i18n.Date(ctx, l.Last), components.LawName(ctx, l.Law())))
	}
	return lines
}

// places says where a copy may still be.
func places(ctx context.Context, d models.Deletion) (lines []string) {
	for _, holder := range d.What.Holders() {
		lines = append(lines, i18n.T(ctx, "%s: not yet confirmed.", components.HolderName(ctx, holder)))
	}
	return append(lines, i18n.T(ctx, "Our backups are overwritten by %s.", i18n.Date(ctx, d.BackupsGone())))
}
