package demo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime/multipart"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Photo is a photo that the demo person's app uploads.
type Photo struct {
	ID        string
	FileName  string
	Taken     time.Time // zero where only the file knows
	Functions []string  // what it was chosen for
	File      func() ([]byte, error)
}

// name is the file's, without its ending.
func (p Photo) name() string { return strings.TrimSuffix(p.FileName, filepath.Ext(p.FileName)) }

// World is what a demo person did with Jolara up to a day.
type World struct {
	Person string // Jolara's own id
	Day    time.Time
	Photos []Photo
}

// Call is a POST of the API: where to, under /api/v1, and what. The body is made when it is asked for.
type Call struct {
	Path string
	Body func() (Body, error)
}

// Body is what a call sends.
type Body struct {
	MediaType string
	Content   []byte
}

// Calls tell the portal of the world, in an order in which nothing speaks of what was not told: the log first, then the
// photos one by one, oldest first, each order after the last of its photos. The same world has the same calls.
func (w World) Calls() []Call {
	orders := w.orders()
	calls := w.activityCalls(orders)
	calls = append(calls, w.talkCalls()...)
	told := map[string]bool{}
	for _, p := range w.Photos {
		calls = append(calls, w.photoCall(p))
		told[p.ID] = true
		orders = slices.DeleteFunc(orders, func(o order) bool {
			complete := !slices.ContainsFunc(o.PhotoIDs, func(id string) bool { return !told[id] })
			if complete {
				calls = append(calls, Call{w.path("prints"), jsonBody(o)})
			}
			return complete
		})
	}
	return calls
}

func (w World) path(what string) string { return "/people/" + w.Person + "/" + what }

func (w World) photoCall(p Photo) Call {
	return Call{w.path("photos"), func() (Body, error) {
		file, err := p.File()
		if err != nil {
			return Body{}, fmt.Errorf("make the file of %s: %w", p.ID, err)
		}
		texts := [][2]string{{"id", p.ID}}
		for _, f := range p.Functions {
			texts = append(texts, [2]string{"functions", f})
		}
		if !p.Taken.IsZero() {
			texts = append(texts, [2]string{"taken_at", p.Taken.Format(time.RFC3339)})
		}
		return formBody(texts, p.FileName, file)
	}}
}

func jsonBody(v any) func() (Body, error) {
	return func() (Body, error) {
		text, err := json.Marshal(v)
		return Body{"application/json", text}, err
	}
}

// formBody is a body with texts and a file.
func formBody(texts [][2]string, name string, file []byte) (Body, error) {
	var content bytes.Buffer
	form := multipart.NewWriter(&content)
	for _, t := range texts {
		if err := form.WriteField(t[0], t[1]); err != nil {
			return Body{}, err
		}
	}
	part, err := form.CreateFormFile("file", name)
	if err != nil {
		return Body{}, err
	}
	if _, err := part.Write(file); err != nil {
		return Body{}, err
	}
	err = form.Close()
	return Body{form.FormDataContentType(), content.Bytes()}, err
}

// order is a print job, as the API takes it.
type order struct {
	ID          string            `json:"id"`
	PhotoIDs    []string          `json:"photo_ids"`
	OrderedAt   time.Time         `json:"ordered_at"`
	State       string            `json:"state"`
	Preferences map[string]string `json:"preferences"`
	Delivery    delivery          `json:"delivery"`
}

type delivery struct {
	Recipient string   `json:"recipient"`
	Phone     string   `json:"phone"`
	Lines     []string `json:"lines"`
}

// orders are print jobs of photos that were chosen for printing, each some days after they were taken.
func (w World) orders() []order {
	home := delivery{"Mei Lin", "+8613800138000", []string{"Changning Road 12", "200042 Shanghai"}}
	mother := delivery{"Lin Fang", "+8613900139000", []string{"Pingjiang Road 88", "215005 Suzhou"}}
	plans := []struct {
		daysAgo, count     int
		state, size, paper string
		to                 delivery
	}{
		{196, 6, "delivered", "10 x 15 cm", "matte", home},
		{171, 12, "delivered", "13 x 18 cm", "glossy", home},
		{158, 3, "delivered", "20 x 30 cm", "matte", mother},
		{140, 8, "delivered", "10 x 15 cm", "matte", home},
		{122, 5, "delivered", "10 x 15 cm", "glossy", mother},
		{104, 10, "delivered", "13 x 18 cm", "matte", home},
		{88, 4, "cancelled", "30 x 45 cm", "canvas", home},
		{67, 6, "delivered", "10 x 15 cm", "matte", home},
		{52, 2, "delivered", "30 x 45 cm", "canvas", home},
		{41, 9, "delivered", "10 x 15 cm", "matte", home},
		{30, 7, "delivered", "13 x 18 cm", "glossy", mother},
		{5, 8, "sent", "10 x 15 cm", "matte", home},
		{3, 4, "printing", "20 x 30 cm", "matte", home},
		{1, 6, "ordered", "10 x 15 cm", "glossy", home},
	}
	var orders []order
	for i, plan := range plans {
		at := w.Day.AddDate(0, 0, -plan.daysAgo).Truncate(time.Minute).Add(-time.Duration(37*i) * time.Minute)
		ids := w.printable(at, plan.count)
		if len(ids) == 0 {
			continue
		}
		orders = append(orders, order{
			ID: fmt.Sprintf("P-%d-%04d", at.In(china).Year(), 211+i*47), PhotoIDs: ids, OrderedAt: at, State: plan.state,
			Preferences: map[string]string{"size": plan.size, "paper": plan.paper, "border": []string{"none", "white"}[i%2]}, Delivery: plan.to,
		})
	}
	return orders
}

// printable are the latest photos before a time that may be printed.
func (w World) printable(before time.Time, count int) (ids []string) {
	for _, p := range slices.Backward(w.Photos) {
		if len(ids) < count && p.Taken.Before(before) && slices.Contains(p.Functions, "printing") {
			ids = append(ids, p.ID)
		}
	}
	return ids
}

// price of an order in yuan.
func (o order) price() string {
	each := map[string]int{"10 x 15 cm": 120, "13 x 18 cm": 260, "20 x 30 cm": 980, "30 x 45 cm": 8900}[o.Preferences["size"]]
	const postage = 800
	fen := each*len(o.PhotoIDs) + postage
	return "¥ " + strconv.Itoa(fen/100) + fmt.Sprintf(".%02d", fen%100)
}

// talkCalls tell of recordings and calls with support. Whole seconds of sound, as long as is said.
func (w World) talkCalls() []Call {
	var calls []Call
	for i, t := range []struct {
		daysAgo, seconds int
		with             string
	}{{41, 9, "Jolara support, Anna"}, {12, 7, "Jolara support, Wei"}} {
		at := w.Day.AddDate(0, 0, -t.daysAgo).Truncate(time.Minute)
		calls = append(calls, Call{w.path("recordings"), func() (Body, error) {
			return formBody([][2]string{
				{"id", fmt.Sprintf("demo-recording-%d", i+1)}, {"started_at", at.Format(time.RFC3339)}, {"seconds", strconv.Itoa(t.seconds)}, {"with", t.with},
			}, "recording.wav", talking(uint64(i), t.seconds))
		}})
	}
	type call struct {
		ID        string    `json:"id"`
		At        time.Time `json:"at"`
		Seconds   int       `json:"seconds"`
		Direction string    `json:"direction"`
	}
	for i, c := range []struct {
		daysAgo, seconds int
		direction        string
	}{{82, 214, "out"}, {61, 0, "in"}, {60, 95, "in"}, {39, 341, "out"}, {18, 48, "in"}, {2, 127, "out"}} {
		at := w.Day.AddDate(0, 0, -c.daysAgo).Truncate(time.Minute).Add(time.Duration(-i*23) * time.Minute)
		calls = append(calls, Call{w.path("calls"), jsonBody(call{fmt.Sprintf("demo-call-%d", i+1), at, c.seconds, c.direction})})
	}
	return calls
}
