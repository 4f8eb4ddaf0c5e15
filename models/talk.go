package models

import (
	"slices"
	"time"
)

// TalkKind parts what was recorded from what was called.
type TalkKind string

// The kinds of talk with Jolara's support.
const (
	TalkRecording TalkKind = "recording" // by the microphone (#25)
	TalkCall      TalkKind = "call"      // by the phone (#27)
)

// TalkKinds lists the kinds in the order in which pages show them.
var TalkKinds = []TalkKind{TalkRecording, TalkCall}

// ParseTalkKind returns the kind of that name, or an Invalid that names 'kind'.
func ParseTalkKind(name string) (TalkKind, error) {
	if kind := TalkKind(name); slices.Contains(TalkKinds, kind) {
		return kind, nil
	}
	return "", Invalid{"kind": FaultUnknown}
}

// Talk is one conversation with support: a recording, of which the sound is kept only where the person chose that, or a
// call, of which no sound ever is.
type Talk struct {
	ID        string // the portal's own
	Kind      TalkKind
	StartedAt time.Time
	Seconds   int
	With      string // who the person talked to, as the sender says; of a recording
	Direction string // 'in' or 'out' of the person's phone; of a call
	MediaType string // of the sound; empty where none is kept
	Bytes     int64
}

// Silent returns the talk without its sound.
func (t Talk) Silent() Talk {
	t.MediaType, t.Bytes = "", 0
	return t
}

// Kept tells whether there is a sound to be heard.
func (t Talk) Kept() bool { return t.MediaType != "" }

// Directions of a call, seen from the person's phone.
const (
	CallIn  = "in"
	CallOut = "out"
)

// longestTalk is in seconds: a day.
const longestTalk = 24 * 60 * 60

// Check returns an Invalid that names what of a talk, which one of Jolara's systems sends under an id of its own, may not
// be stored, by the fields' names in the API.
func (t Talk) Check(sentID string, now time.Time) error {
	wrong := Invalid{}
	wrong.add("id", CheckSentID(sentID))
	switch t.Kind {
	case TalkRecording:
		wrong.add("started_at", CheckSentTime(t.StartedAt, now))
		wrong.add("with", checkLine(t.With))
	case TalkCall:
		wrong.add("at", CheckSentTime(t.StartedAt, now))
		wrong.add("direction", checkDirection(t.Direction))
	}
	if t.Seconds < 0 || t.Seconds > longestTalk {
		wrong["seconds"] = FaultMalformed
	}
	return wrong.OrNil()
}

// CheckNotDue returns an Invalid where a talk of a person of this band would fall due as it arrives.
func (t Talk) CheckNotDue(band Band, now time.Time) error {
	wrong, field := Invalid{}, "started_at"
	if t.Kind == TalkCall {
		field = "at"
	}
	wrong.add(field, checkNotDue(t.StartedAt, RetentionOfTalk(t.Kind, band.Minor()), now))
	return wrong.OrNil()
}

func checkDirection(direction string) Fault {
	switch {
	case direction == "":
		return FaultMissing
	case !slices.Contains([]string{CallIn, CallOut}, direction):
		return FaultUnknown
	}
	return ""
}

// Permission is what a talk of the kind needs (#25, #27).
func (k TalkKind) Permission() PermissionKind {
	if k == TalkCall {
		return VoiceCall
	}
	return Microphone
}

// RetentionOfTalk returns how long an entry is kept: of a minor recordings go sooner than calls (product.md's table).
func RetentionOfTalk(kind TalkKind, minor bool) Retention {
	if minor && kind == TalkRecording {
		return RetentionOfMinors(CategoryVoice)
	}
	return RetentionOf(CategoryVoice)
}

// PushedRecording is a recording as one of Jolara's systems sends it.
type PushedRecording struct {
	ID        string // the sender's
	StartedAt time.Time
	Seconds   int
	With      string // whom the person talked to
	File      []byte // WAV, MP3 or Ogg
}

// Talk returns the talk that it is, without its sound.
func (r PushedRecording) Talk() Talk {
	return Talk{Kind: TalkRecording, StartedAt: r.StartedAt, Seconds: r.Seconds, With: r.With}
}

// PushedCall is a call as one of Jolara's systems sends it.
type PushedCall struct {
	ID        string // the sender's
	At        time.Time
	Seconds   int
	Direction string // CallIn or CallOut
}

// Talk returns the talk that it is.
func (c PushedCall) Talk() Talk {
	return Talk{Kind: TalkCall, StartedAt: c.At, Seconds: c.Seconds, Direction: c.Direction}
}
