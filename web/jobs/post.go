package jobs

import (
	"context"
	"errors"
	"strconv"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
)

// Sender takes a letter out of the house.
type Sender interface {
	Send(ctx context.Context, letter models.Letter) error
	// Discloses tells whether somebody outside gets the letter to carry it. Nobody does where it stays on this machine.
	Discloses() bool
}

// post is where letters leave.
type post struct {
	store  *store.Store
	sender Sender
}

// send sends a letter that shows these fields of a person. Once a mail server took it, it is written down for them who
// received what (#43); kind is the job's. A job that is run again sends the letter again and writes nothing more.
func (p post) send(ctx context.Context, letter models.Letter, about models.PersonID, kind string, shows ...models.Field) error {
	if err := p.sender.Send(ctx, letter); err != nil {
		return err
	}
	if !p.sender.Discloses() {
		return nil
	}
	return p.store.RecordDisclosure(ctx, about, models.LetterSent(letter, kind, shows, p.store.Now()))
}

// addressed gives a letter its recipient, and the job's id, by which a letter that is sent twice is known.
func addressed(letter models.Letter, to string, job int64) models.Letter {
	letter.To, letter.ID = to, strconv.FormatInt(job, 10)
	return letter
}

// unlessGone is a worker's answer where what its job is about may be gone: then there is nothing left to do.
func unlessGone(err error) error {
	if errors.Is(err, models.ErrNotFound) {
		return nil
	}
	return err
}
