package pages

import (
	"context"
	"strconv"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

func overviewTitle(ctx context.Context) string {
	return i18n.C(ctx, "the desk's first page", "Overview")
}

func jobsTitle(ctx context.Context) string { return i18n.C(ctx, "the portal's own work", "Jobs") }

// flagGlyph is what stands before a case in a list.
func flagGlyph(kind components.FlagKind) components.Glyph {
	if kind == components.FlagLate || kind == components.FlagToday {
		return components.GlyphClock
	}
	return components.GlyphPage
}

// longestWait returns since when the job waits that waits longest; zero where none does.
func longestWait(work models.Work) (since time.Time) {
	for _, kind := range work.Kinds {
		if since.IsZero() || !kind.Oldest.IsZero() && kind.Oldest.Before(since) {
			since = kind.Oldest
		}
	}
	return since
}

func jobAnchor(job models.StuckJob) string { return "job-" + strconv.FormatInt(job.ID, 10) }

func jobAddress(job models.StuckJob) string {
	return "/desk/jobs/" + strconv.FormatInt(job.ID, 10) + "/retry"
}

type jobFlag struct {
	kind  components.FlagKind
	words string
}

// jobFlags counts the jobs of a kind by how they stand, what needs somebody first.
func jobFlags(ctx context.Context, k models.KindOfWork) (flags []jobFlag) {
	for _, f := range []struct {
		n int
		jobFlag
	}{
		{k.GivenUp, jobFlag{components.FlagLate, i18n.N(ctx, k.GivenUp, "%d given up", "%d given up")}},
		{k.Failing, jobFlag{components.FlagWait, i18n.N(ctx, k.Failing, "%d to be tried again", "%d to be tried again")}},
		{k.Waiting, jobFlag{components.FlagPlain, i18n.N(ctx, k.Waiting, "%d waiting", "%d waiting")}},
		{k.Running, jobFlag{components.FlagPlain, i18n.N(ctx, k.Running, "%d under way", "%d under way")}},
		{k.Planned, jobFlag{components.FlagPlain, i18n.N(ctx, k.Planned, "%d for later", "%d for later")}},
		{k.Cancelled, jobFlag{components.FlagPlain, i18n.N(ctx, k.Cancelled, "%d dropped, as of no use", "%d dropped, as of no use")}},
		{k.Done, jobFlag{components.FlagGood, i18n.N(ctx, k.Done, "%d done", "%d done")}},
	} {
		if f.n > 0 {
			flags = append(flags, f.jobFlag)
		}
	}
	return flags
}
