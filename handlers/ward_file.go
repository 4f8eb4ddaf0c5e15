package handlers

import (
	"context"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
)

// wardFile is what a guardian may see of a child, as a file: as much as the pages show. What follows Photos is told of a child under 8.
type wardFile struct {
	Record      string            `json:"record"`
	Child       string            `json:"child"`
	Permissions map[string]string `json:"permissions"`
	Answers     map[string]bool   `json:"your_answers"` // of the guardian alone, whatever another one says
	Held        []heldInFile      `json:"held"`
	Details     map[string]string `json:"details,omitempty"`
	Photos      []photoInFile     `json:"photos,omitempty"`

	Addresses []string           `json:"addresses,omitempty"`
	Prints    []printInFile      `json:"print_jobs,omitempty"`
	Talks     []talkInFile       `json:"talks,omitempty"`
	Log       []activityInFile   `json:"service_log,omitempty"`
	Changes   []changeInFile     `json:"changes,omitempty"`
	Choices   []choiceInFile     `json:"choices,omitempty"`
	Received  []disclosureInFile `json:"received,omitempty"`
}

type heldInFile struct {
	Kind  models.CategoryKey `json:"kind"`
	Count int                `json:"count"`
	More  bool               `json:"more,omitempty"` // than were counted
}

// photoInFile is a photo, of a child from 8 on its title and time alone.
type photoInFile struct {
	Title      string    `json:"title"`
	UploadedAt time.Time `json:"uploaded_at"`

	ID           string            `json:"id,omitempty"`
	UploadedWith string            `json:"uploaded_with,omitempty"`
	Receipt      string            `json:"receipt,omitempty"`
	FileName     string            `json:"file_name,omitempty"`
	MediaType    string            `json:"media_type,omitempty"`
	Width        int               `json:"width,omitempty"`
	Height       int               `json:"height,omitempty"`
	Bytes        int64             `json:"bytes,omitempty"`
	TakenAt      time.Time         `json:"taken_at,omitzero"`
	Functions    []models.Function `json:"functions,omitempty"`
	Removed      []models.Trace    `json:"removed,omitempty"`
	Uses         []useInFile       `json:"uses,omitempty"`
}

type useInFile struct {
	Function models.Function `json:"function"`
	Allowed  bool            `json:"allowed"`
	Times    int             `json:"times"`
	Latest   time.Time       `json:"latest"`
}

type printInFile struct {
	Reference   string            `json:"reference"`
	OrderedAt   time.Time         `json:"ordered_at"`
	State       models.PrintState `json:"state"`
	Photos      []string          `json:"photos,omitempty"` // by their ids
	Preferences map[string]string `json:"preferences,omitempty"`
	Delivery    string            `json:"delivery,omitempty"`
}

type talkInFile struct {
	Kind      models.TalkKind `json:"kind"`
	StartedAt time.Time       `json:"started_at"`
	Seconds   int             `json:"seconds"`
	With      string          `json:"with,omitempty"`
	Direction string          `json:"direction,omitempty"`
	Bytes     int64           `json:"bytes,omitempty"` // of its sound, where that is kept
}

type activityInFile struct {
	Kind     models.ActivityKind `json:"kind"`
	At       time.Time           `json:"at"`
	Detail   string              `json:"detail,omitempty"`
	IP       string              `json:"ip,omitempty"`
	Browser  string              `json:"browser,omitempty"`
	Operator string              `json:"operator,omitempty"`
	Language string              `json:"language,omitempty"`
	OnPortal bool                `json:"on_portal"`
}

type changeInFile struct {
	At    time.Time    `json:"at"`
	Field models.Field `json:"field"`
	By    models.Actor `json:"by"`
	Was   string       `json:"was"`
	Is    string       `json:"is"`
}

type choiceInFile struct {
	Permission models.PermissionKind `json:"permission"`
	State      models.State          `json:"state"`
	At         time.Time             `json:"at"`
	By         models.Actor          `json:"by"`
	Receipt    string                `json:"receipt"`
}

type disclosureInFile struct {
	Recipient models.RecipientKey `json:"recipient"`
	At        time.Time           `json:"at"`
	Fields    []models.Field      `json:"fields"`
}

// newWardFile says what a guardian sees of a child of any age.
func newWardFile(w store.WardPage) wardFile {
	file := wardFile{Record: w.Record.Ref, Child: w.Child.Name, Permissions: map[string]string{}, Answers: map[string]bool{}, Held: []heldInFile{}}
	for _, p := range w.Standing {
		file.Permissions[string(p.Kind)] = string(p.State)
		file.Answers[string(p.Kind)] = w.All.Of(w.Record.Ref).Says(p.Kind)
	}
	for _, h := range w.Holdings {
		if h.Count > 0 {
			file.Held = append(file.Held, heldInFile{h.Category, h.Count, h.More})
		}
	}
	if w.Sight.Details {
		file.Details = map[string]string{}
		for _, f := range w.Details.Details() {
			file.Details[string(f)] = w.Details.Value(f)
		}
	}
	for _, p := range w.Titles {
		file.Photos = append(file.Photos, photoInFile{Title: p.Title, UploadedAt: p.UploadedAt.UTC()})
	}
	for _, a := range w.Addresses {
		file.Addresses = append(file.Addresses, a.Value.String())
	}
	return file
}

// fillWardFile adds every list of a child of whom a guardian sees everything, as the pages show them one after the other.
func (p *portal) fillWardFile(ctx context.Context, file *wardFile, child models.PersonID) error {
	uses, err := p.Store.UsesOfPhotos(ctx, child)
	if err != nil {
		return err
	}
	err = eachPage(func(key store.Key) (last store.Key, more bool, err error) {
		photos, more, err := p.Store.WholePhotos(ctx, child, key)
		for _, photo := range photos {
			file.Photos, last = append(file.Photos, wholePhoto(photo, uses[photo.ID])), store.Key{At: photo.UploadedAt, ID: photo.ID}
		}
		return last, more, err
	})
	if err != nil {
		return err
	}
	err = eachPage(func(key store.Key) (last store.Key, more bool, err error) {
		found, err := p.Store.Prints(ctx, child, store.PrintFilter{}, key, store.Older)
		for _, job := range found.Jobs {
			file.Prints, last = append(file.Prints, newPrintInFile(job)), store.Key{At: job.OrderedAt, ID: job.ID}
		}
		return last, found.HasOlder, err
	})
	if err != nil {
		return err
	}
	err = eachPage(func(key store.Key) (last store.Key, more bool, err error) {
		found, err := p.Store.Talks(ctx, child, store.TalkFilter{}, key, store.Older)
		for _, t := range found.Talks {
			file.Talks = append(file.Talks, talkInFile{t.Kind, t.StartedAt.UTC(), t.Seconds, t.With, t.Direction, t.Bytes})
			last = store.Key{At: t.StartedAt, ID: t.ID}
		}
		return last, found.HasOlder, err
	})
	if err != nil {
		return err
	}
	err = eachPage(func(key store.Key) (last store.Key, more bool, err error) {
		found, err := p.Store.Activity(ctx, child, store.ActivityFilter{}, key, store.Older)
		for _, a := range found.Entries {
			file.Log = append(file.Log, activityInFile{a.Kind, a.At.UTC(), a.Detail, a.IP, a.Browser, a.Operator, a.Language, a.OnPortal})
			last = store.Key{At: a.At, ID: a.ID}
		}
		return last, found.HasOlder, err
	})
	if err != nil {
		return err
	}
	err = eachPage(func(key store.Key) (last store.Key, more bool, err error) {
		found, err := p.Store.Changes(ctx, child, key, store.Older)
		for _, c := range found.Changes {
			file.Changes, last = append(file.Changes, changeInFile{c.At.UTC(), c.Field, c.By, c.Was, c.Is}), store.Key{At: c.At, ID: c.ID}
		}
		return last, found.HasOlder, err
	})
	if err != nil {
		return err
	}
	err = eachPage(func(key store.Key) (last store.Key, more bool, err error) {
		found, err := p.Store.Consents(ctx, child, key, store.Older)
		for _, c := range found.Choices {
			file.Choices, last = append(file.Choices, choiceInFile{c.Kind, c.State, c.At.UTC(), c.By, c.Receipt}), store.Key{At: c.At, ID: c.ID}
		}
		return last, found.HasOlder, err
	})
	if err != nil {
		return err
	}
	return eachPage(func(key store.Key) (last store.Key, more bool, err error) {
		found, err := p.Store.RecipientsOfWard(ctx, child, key, store.Older)
		for _, d := range found.Disclosures {
			file.Received, last = append(file.Received, disclosureInFile{d.Recipient, d.At.UTC(), d.Fields}), store.Key{At: d.At, ID: d.ID}
		}
		return last, found.HasOlder, err
	})
}

// eachPage reads a history page by page, from its newest entry on. page returns the key of the last entry of the page that begins after
// key, and whether more follow.
func eachPage(page func(key store.Key) (last store.Key, more bool, err error)) error {
	for key := (store.Key{}); ; {
		last, more, err := page(key)
		if err != nil || !more {
			return err
		}
		key = last
	}
}

func wholePhoto(p models.Photo, uses []models.Uses) photoInFile {
	photo := photoInFile{
		Title: p.Title, UploadedAt: p.UploadedAt.UTC(), ID: p.ID, UploadedWith: p.UploadedWith, Receipt: p.Receipt, FileName: p.FileName,
		MediaType: p.MediaType, Width: p.Width, Height: p.Height, Bytes: p.Bytes, TakenAt: p.TakenAt, Functions: p.Functions, Removed: p.Removed,
	}
	for _, u := range uses {
		photo.Uses = append(photo.Uses, useInFile{u.Function, u.Allowed, u.Times, u.Latest.UTC()})
	}
	return photo
}

func newPrintInFile(j models.PrintJob) printInFile {
	job := printInFile{Reference: j.Reference, OrderedAt: j.OrderedAt.UTC(), State: j.State, Preferences: j.Preferences, Delivery: j.Delivery.String()}
	for _, photo := range j.Photos {
		job.Photos = append(job.Photos, photo.ID)
	}
	return job
}
