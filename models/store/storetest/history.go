package storetest

import (
	"encoding/binary"
	"fmt"
	"math"

	"jolara.com/privacy/models"
)

// Print tells of a print job of a person.
func (w *World) Print(app models.Client, p models.Person, job models.PushedPrint) models.PrintJob {
	w.t.Helper()
	printed, err := w.Store.PushPrint(w.ctx(), app.ID, p.ExternalID, job)
	if err != nil {
		w.t.Fatal(err)
	}
	return printed
}

// Record sends a recording of a person.
func (w *World) Record(p models.Person, r models.PushedRecording) models.Talk {
	w.t.Helper()
	talk, err := w.Store.PushRecording(w.ctx(), p.ExternalID, r)
	if err != nil {
		w.t.Fatal(err)
	}
	return talk
}

// Call tells of a call of a person.
func (w *World) Call(p models.Person, c models.PushedCall) models.Talk {
	w.t.Helper()
	talk, err := w.Store.PushCall(w.ctx(), p.ExternalID, c)
	if err != nil {
		w.t.Fatal(err)
	}
	return talk
}

// Did records in a person's service log what they did in Jolara's app.
func (w *World) Did(p models.Person, entries ...models.Activity) {
	w.t.Helper()
	rows := make([]models.SentActivity, len(entries))
	for i, entry := range entries {
		w.uploads++
		rows[i] = models.SentActivity{EventID: fmt.Sprintf("event-%d", w.uploads), Person: p.ExternalID, Activity: entry}
	}
	answers, err := w.Store.RecordActivity(w.ctx(), rows)
	if err != nil {
		w.t.Fatal(err)
	}
	for i, answer := range answers {
		if answer != nil {
			w.t.Fatalf("entry %d: %v", i, answer)
		}
	}
}

// Sound makes a WAV file: a tone of so many seconds.
func Sound(seconds int) []byte {
	const rate, format, head = 8000, 1, 36
	order := binary.LittleEndian
	samples := make([]byte, seconds*rate)
	for i := range samples {
		samples[i] = byte(128 + 40*math.Sin(float64(i)*2*math.Pi*440/rate))
	}
	file := order.AppendUint32([]byte("RIFF"), uint32(head+len(samples)))
	file = order.AppendUint32(append(file, "WAVEfmt "...), 16)
	file = order.AppendUint16(order.AppendUint16(file, format), 1)  // one channel
	file = order.AppendUint32(order.AppendUint32(file, rate), rate) // bytes a second
	file = order.AppendUint16(order.AppendUint16(file, 1), 8)       // a byte a sample
	return append(order.AppendUint32(append(file, "data"...), uint32(len(samples))), samples...)
}
