package picture

import (
	"context"
	"time"
)

// Decode decodes a file, and says what its header announces of memory.
func Decode(file []byte) (announced int64, err error) {
	c, err := open(file)
	if err != nil {
		return 0, err
	}
	_, err = decode(context.Background(), c.mediaType, file)
	return c.memory, err
}

// Occupy takes a slot until it is freed.
func (r *Reader) Occupy() (free func()) {
	r.slots <- struct{}{}
	return func() { <-r.slots }
}

// Busy counts the slots that are taken.
func (r *Reader) Busy() int { return len(r.slots) }

// Hurry gives a picture no more than this.
func (r *Reader) Hurry(patience time.Duration) { r.patience = patience }
