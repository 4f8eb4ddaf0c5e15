package pages

import (
	"context"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// DeletionPage is how far a deletion is, and its receipt.
type DeletionPage struct {
	models.Deletion
	Progress     models.Progress
	Entries      []models.DeletedItem // newest first
	TooLate      bool                 // to stop it, which was just asked for
	Watched      bool                 // the browser asks for it again by itself
	Newer, Older string               // the addresses of the pages beside this one; empty where there is none
	Now          time.Time
}

// pauseOfScript is after how many seconds the page's script asks for it again.
const pauseOfScript = 2

// Changing tells whether the page changes by itself.
func (p DeletionPage) Changing() bool {
	return p.State == models.DeletionErasing || p.State == models.DeletionWaiting && !p.MayStop(p.Now)
}

func (p DeletionPage) address() string { return components.DeletionAddress(p.ID) }

// watched is where a browser without scripts asks for the page again and again.
func (p DeletionPage) watched() string { return p.address() + "?watch=yes" }

func (p DeletionPage) entries(ctx context.Context) string {
	return components.ScopeEntries(ctx, p.What, p.Items)
}

// holders may hold copies, and have not told us otherwise.
func (p DeletionPage) holders() []models.Holder { return p.What.Holders() }

// heading says how far it is.
func (p DeletionPage) heading(ctx context.Context) string {
	n, entries := p.Items, p.entries(ctx)
	switch {
	case p.State == models.DeletionStopped:
		return i18n.N(ctx, n, "%[2]s is back", "%[2]s are back", entries)
	case p.State == models.DeletionDone:
		return i18n.N(ctx, len(p.holders()), "%[2]s deleted here; %[1]d place hasn’t confirmed yet",
			"%[2]s deleted here; %[1]d places haven’t confirmed yet", entries)
	case p.MayStop(p.Now):
		return i18n.T(ctx, "Deleting %s begins on %s", entries, i18n.DayAndTime(ctx, p.DueAt))
	default:
		return i18n.T(ctx, "Deleting %s", entries)
	}
}

// title is the heading in fewer words.
func (p DeletionPage) title(ctx context.Context) string {
	entries := p.entries(ctx)
	switch {
	case p.TooLate:
		return i18n.T(ctx, "Error: Deleting %s", entries)
	case p.State == models.DeletionStopped:
		return p.heading(ctx)
	case p.State == models.DeletionDone:
		return i18n.T(ctx, "%s deleted here", entries)
	default:
		return i18n.T(ctx, "Deleting %s", entries)
	}
}

// lede says since when nobody sees the entries, and what can be done.
func (p DeletionPage) lede(ctx context.Context) string {
	at := i18n.DayAndTime(ctx, p.At)
	switch {
	case p.State == models.DeletionStopped:
		return i18n.T(ctx, "The deletion was stopped before it began. Nothing was erased; everything stands where it stood.")
	case p.MayStop(p.Now):
		return i18n.N(ctx, p.Items, "Nobody can see it since your click on %[2]s. Until it begins you can stop it, and it comes back.",
			"Nobody can see them since your click on %[2]s. Until it begins you can stop it, and they come back.", at)
	case p.By == models.ByRetention:
		return i18n.N(ctx, p.Items, "Its time was over on %[2]s. Nobody can see it since then.", "Their time was over on %[2]s. Nobody can see them since then.", at)
	default:
		return i18n.N(ctx, p.Items, "You clicked on %[2]s. Nobody can see it since then. You can close this page; it stays in your list of deletions.",
			"You clicked on %[2]s. Nobody can see them since then. You can close this page; it stays in your list of deletions.", at)
	}
}

// place is where the entries were, and what became of them there.
type place struct {
	glyph components.Glyph
	name  string
	what  string
	flag  components.FlagKind
	state string
}

// places lists everything that held the entries, or may hold a copy.
func (p DeletionPage) places(ctx context.Context) []place {
	list := []place{{components.GlyphHide, i18n.T(ctx, "Pages and lists"), i18n.T(ctx, "Out of sight"), components.FlagGood, i18n.Clock(ctx, p.At)}}
	if name, what := p.files(ctx); name != "" {
		list = append(list, p.ours(ctx, components.GlyphPhoto, name, what))
	}
	list = append(list, p.ours(ctx, components.GlyphPage, i18n.T(ctx, "Database"), p.rows(ctx)))
	for _, locked := range p.Progress.Locked {
		list = append(list, place{
			components.GlyphLock, lockedWords(ctx, locked), i18n.T(ctx, "%s. Nobody can open it.", components.LawName(ctx, locked.Law())),
			components.FlagLocked, lockedUntil(ctx, locked),
		})
	}
	for _, holder := range p.holders() {
		list = append(list, place{
			components.HolderGlyph(holder), components.HolderName(ctx, holder), i18n.T(ctx, "It may hold copies, and has not told us that they are gone"),
			components.FlagWait, i18n.T(ctx, "Not yet confirmed"),
		})
	}
	return list
}

// ours is a place of the portal's own: erased, or about to be.
func (p DeletionPage) ours(ctx context.Context, glyph components.Glyph, name, what string) place {
	switch {
	case p.State == models.DeletionDone:
		return place{glyph, name, what, components.FlagGood, i18n.Clock(ctx, p.DoneAt)}
	case p.MayStop(p.Now):
		return place{glyph, name, what, components.FlagWait, i18n.T(ctx, "From %s", i18n.DayAndTime(ctx, p.DueAt))}
	default:
		return place{glyph, name, what, components.FlagWait, i18n.T(ctx, "Being erased")}
	}
}

// files names the file store and what of the entries was in it, or nothing where they had no files.
func (p DeletionPage) files(ctx context.Context) (name, what string) {
	switch p.What {
	case models.ScopePhotos:
		return i18n.T(ctx, "File store"), i18n.N(ctx, p.Items, "%d original with its 2 small sizes", "%d originals with their small sizes")
	case models.ScopeVoice:
		return i18n.T(ctx, "File store"), i18n.T(ctx, "Sounds, where any were kept")
	}
	return "", ""
}

// rows says what of the entries was in the database.
func (p DeletionPage) rows(ctx context.Context) string {
	switch p.What {
	case models.ScopePhotos:
		return i18n.T(ctx, "Titles, dates and uses")
	case models.ScopePrints:
		return i18n.T(ctx, "Photos, preferences and addresses of the orders")
	case models.ScopeVoice:
		return i18n.T(ctx, "When, how long and with whom")
	default:
		return i18n.T(ctx, "What was noted, but what a law keeps")
	}
}

// placesDone counts the places, and those where it is done.
func placesDone(list []place) (done, all int) {
	for _, p := range list {
		switch p.flag {
		case components.FlagLocked: // what a law keeps is no place of its own
		case components.FlagGood:
			done++
			all++
		default:
			all++
		}
	}
	return done, all
}

// backups says when no backup holds the entries any more.
func (p DeletionPage) backups(ctx context.Context) string {
	if p.State == models.DeletionDone {
		return i18n.T(ctx, "Backups are overwritten by %s.", i18n.Date(ctx, p.BackupsGone()))
	}
	days := int(models.BackupsKept / (24 * time.Hour))
	return i18n.N(ctx, days, "Backups are overwritten %d day after the last of it is erased.", "Backups are overwritten %d days after the last of it is erased.")
}

// by says who asked for the deletion.
func (p DeletionPage) by(ctx context.Context) string {
	if p.By == models.ByRetention {
		return i18n.T(ctx, "Nobody: their time was over")
	}
	return madeBy(ctx, p.By)
}

// entryKind names one deleted entry by its kind alone, which is all that is left to say of it.
func entryKind(ctx context.Context, kind models.EntryKind) string {
	switch kind {
	case models.EntryPhoto:
		return i18n.T(ctx, "Photo")
	case models.EntryPrint:
		return i18n.T(ctx, "Print job")
	case models.EntryKind(models.TalkRecording):
		return i18n.T(ctx, "Recording")
	case models.EntryKind(models.TalkCall):
		return i18n.T(ctx, "Call")
	}
	return components.ActivityName(ctx, models.ActivityKind(kind))
}

// entryGlyph returns the drawing of a kind of entry.
func entryGlyph(kind models.EntryKind) components.Glyph {
	switch kind {
	case models.EntryPhoto:
		return components.GlyphPhoto
	case models.EntryPrint:
		return components.GlyphPrinter
	case models.EntryKind(models.TalkRecording), models.EntryKind(models.TalkCall):
		return components.TalkGlyph(models.TalkKind(kind))
	}
	return components.ActivityGlyph(models.ActivityKind(kind))
}

// outcome says what became of an entry.
func outcome(ctx context.Context, item models.DeletedItem) (words string, flag components.FlagKind) {
	switch item.Outcome {
	case models.OutcomeErased:
		return i18n.T(ctx, "erased"), components.FlagGood
	case models.OutcomeAnonymised:
		return i18n.T(ctx, "anonymised"), components.FlagGood
	case models.OutcomeLocked:
		return i18n.T(ctx, "locked until %s", i18n.ShortDay(ctx, item.Until)), components.FlagLocked
	default:
		return i18n.T(ctx, "being erased"), components.FlagWait
	}
}
