package store

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"jolara.com/privacy/models"
)

// talkPersonal is what a talk says about a person beside its kind, time and length.
type talkPersonal struct {
	SentID    string
	With      string `json:",omitempty"`
	Direction string `json:",omitempty"`
}

// talksSQL selects talks, as scanTalks reads them.
const talksSQL = `select at, id, kind, seconds, media_type, bytes, personal`

// TalkFilter narrows the talks; the zero value leaves nothing out.
type TalkFilter struct {
	Period models.Period
	Kind   models.TalkKind // empty: both
}

// TalksPage is one page of a person's talks with support, newest first, and what the person allows about them.
type TalksPage struct {
	Talks              []models.Talk
	HasNewer, HasOlder bool
	Found, All         int                 // Found: in the filter, up to CountCap and one more
	Bytes              int64               // of all sounds
	Choices            []models.Permission // about recordings, in the order of models.ChoiceKinds
	Microphone, Calls  models.Permission
}

// Talks returns the page of a person's talks on one side of key; a zero key is the newest end.
func (s *Store) Talks(ctx context.Context, person models.PersonID, f TalkFilter, key Key, side Side) (page TalksPage, err error) {
	if err := key.ofUUID(); err != nil {
		return page, err
	}
	var found []models.Talk
	counts := tallies{}
	where := f.where()
	err = s.batch(ctx,
		narrowedRead(talksSQL+` from voice`, person, where, key, side, s.scanTalks(&found)),
		countRead(&page.Found, `voice`, person, where),
		talliesRead(person, counts),
		read{
			permissionsFrom + `where person_id = $1 and kind = any($2)`,
			[]any{person, models.ChoiceKinds},
			scanPermissions(&page.Choices),
		},
		permissionRead(&page.Microphone, person, models.Microphone),
		permissionRead(&page.Calls, person, models.VoiceCall),
	)
	if err != nil {
		return page, fmt.Errorf("read talks: %w", err)
	}
	page.Talks, page.HasNewer, page.HasOlder = fold(found, key, side)
	for _, kind := range models.TalkKinds {
		page.All += counts[string(kind)].Count
		page.Bytes += counts[string(kind)].Bytes
	}
	return page, nil
}

func (f TalkFilter) where() (w where) {
	w.within(f.Period)
	if f.Kind != "" {
		w.and(`kind = `, f.Kind)
	}
	return w
}

// scanTalks reads talks, and what more columns were asked for into more.
func (s *Store) scanTalks(into *[]models.Talk, more ...any) func(pgx.Rows) error {
	return each(func(rows pgx.Rows) error {
		var t models.Talk
		var personal []byte
		if err := rows.Scan(append([]any{&t.StartedAt, &t.ID, &t.Kind, &t.Seconds, &t.MediaType, &t.Bytes, &personal}, more...)...); err != nil {
			return err
		}
		var p talkPersonal
		if err := s.vault.Open(personal, &p); err != nil {
			return fmt.Errorf("open a talk: %w", err)
		}
		t.With, t.Direction = p.With, p.Direction
		*into = append(*into, t)
		return nil
	})
}
