package pages

import (
	"context"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/views/components"
	"jolara.com/privacy/views/i18n"
)

// VoicePage is one page of a person's talks with support, and their choices about recordings (#16, #25 to #27).
type VoicePage struct {
	Asked
	Cards        []PermissionCard // the choices about recordings
	Talks        []models.Talk    // newest first
	Found        int              // in the filter, counted up to countLimit and one more
	All          int              // talks that are held
	Microphone   models.Permission
	Calls        models.Permission
	Minor        bool
	Newer, Older string // the addresses of the pages beside this one; empty where there is none
	Now          time.Time
}

// ChoiceCards makes the cards of the choices about recordings out of how they stand. One that is not in standing was
// never made.
func ChoiceCards(standing []models.Permission, minor bool, of models.Ward) []PermissionCard {
	return newCards(models.ChoiceKinds, standing, minor, of)
}

func (p VoicePage) title(ctx context.Context) string {
	if p.failed() {
		return i18n.T(ctx, "Error: Voice and calls")
	}
	return i18n.T(ctx, "Voice and calls")
}

// lede says what stands here, and who decides what stays.
func (p VoicePage) lede(ctx context.Context) string {
	switch {
	case !p.Reader.Own() && p.All == 0:
		return i18n.T(ctx, "The child hasn’t talked to support. No recording and no call is held.")
	case !p.Reader.Own():
		return i18n.T(ctx, "The child’s talks with support: when, how long, and the sound where it is kept.")
	case p.Minor:
		return i18n.T(ctx, "When you talk to support, you decide what stays. Your guardian says yes first. You can turn each one off yourself, at any time.")
	default:
		return i18n.T(ctx, "When you talk to support, you decide what stays. Both choices are off until you turn them on, and you get a receipt.")
	}
}

// kept says how long recordings and the times of calls are kept.
func (p VoicePage) kept(ctx context.Context) string {
	if p.Minor {
		return components.KeptOfMinors(ctx, models.CategoryVoice)
	}
	return i18n.N(ctx, models.RetentionOf(models.CategoryVoice).Days,
		"Recordings and the times of calls are kept for %d day.", "Recordings and the times of calls are kept for %d days.")
}

// found says how many talks the filter leaves.
func (p VoicePage) found(ctx context.Context) string {
	switch {
	case p.Found == 0:
		return i18n.T(ctx, "No talk in this filter")
	case p.Found > countLimit:
		return i18n.T(ctx, "%s+ talks, newest first", i18n.Number(ctx, countLimit))
	default:
		return i18n.N(ctx, p.Found, "%d talk", "%d talks, newest first")
	}
}

// kinds are the answers to what kind of talk it was.
func (p VoicePage) kinds(ctx context.Context) []components.Option {
	options := make([]components.Option, len(models.TalkKinds))
	for i, kind := range models.TalkKinds {
		options[i] = components.Option{Value: string(kind), Words: components.TalkKinds(ctx, kind)}
	}
	return options
}

// span says from when to when the talks of the page are.
func (p VoicePage) span(ctx context.Context) string {
	return daySpan(ctx, p.Talks[len(p.Talks)-1].StartedAt, p.Talks[0].StartedAt)
}

// resting tells whether there are talks under a microphone that was turned off since.
func (p VoicePage) resting() bool { return p.All > 0 && p.Microphone.State == models.Withdrawn }

// talkName says what a talk was and how long it lasted.
func talkName(ctx context.Context, r components.Reader, t models.Talk) string {
	if !r.Own() {
		return talkOfChild(ctx, t)
	}
	length := components.Length(ctx, t.Seconds)
	switch {
	case t.Kind == models.TalkRecording && t.With == "":
		return i18n.T(ctx, "You spoke to support for %s", length)
	case t.Kind == models.TalkRecording:
		return i18n.T(ctx, "You spoke to %s for %s", t.With, length)
	case t.Seconds == 0 && t.Direction == models.CallIn:
		return i18n.T(ctx, "We rang you, and nobody answered")
	case t.Seconds == 0 && t.Kind == models.TalkCall:
		return i18n.T(ctx, "You rang us, and nobody answered")
	case t.Direction == models.CallIn:
		return i18n.T(ctx, "We rang you for %s", length)
	default:
		return i18n.T(ctx, "You rang us for %s", length)
	}
}

// talkOfChild is talkName for a guardian.
func talkOfChild(ctx context.Context, t models.Talk) string {
	length := components.Length(ctx, t.Seconds)
	switch {
	case t.Kind == models.TalkRecording && t.With == "":
		return i18n.T(ctx, "The child spoke to support for %s", length)
	case t.Kind == models.TalkRecording:
		return i18n.T(ctx, "The child spoke to %s for %s", t.With, length)
	case t.Seconds == 0 && t.Direction == models.CallIn:
		return i18n.T(ctx, "We rang the child, and nobody answered")
	case t.Seconds == 0 && t.Kind == models.TalkCall:
		return i18n.T(ctx, "The child rang us, and nobody answered")
	case t.Direction == models.CallIn:
		return i18n.T(ctx, "We rang the child for %s", length)
	default:
		return i18n.T(ctx, "The child rang us for %s", length)
	}
}

// pickTalk is what a talk is called where it is picked.
func pickTalk(ctx context.Context, r components.Reader, t models.Talk) string {
	return i18n.T(ctx, "%s, %s", talkName(ctx, r, t), i18n.DateTime(ctx, t.StartedAt))
}

// noSound says why a talk cannot be heard.
func noSound(ctx context.Context, t models.Talk) string {
	if t.Kind == models.TalkCall {
		return i18n.T(ctx, "Of calls we keep no sound.")
	}
	return i18n.T(ctx, "No sound kept: keeping recordings was off.")
}

// talkUntil is when a talk goes.
func talkUntil(t models.Talk, minor bool) time.Time {
	return models.RetentionOfTalk(t.Kind, minor).End(t.StartedAt)
}
