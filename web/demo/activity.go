package demo

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// entries is how many rows the service log has; behaviour is kept for six months, so that it begins a little later.
const entries, logDays = 10_000, 172

// ActivityPath is where rows are sent, which are answered one by one.
const ActivityPath = "/activity"

// rowsOfCall is how many rows one call takes.
const rowsOfCall = 1000

// row is one entry of the service log, as the API takes it.
type row struct {
	EventID  string    `json:"event_id"`
	Person   string    `json:"person"`
	Kind     string    `json:"kind"`
	At       time.Time `json:"at"`
	Detail   string    `json:"detail,omitempty"`
	IP       string    `json:"ip,omitempty"`
	Browser  string    `json:"browser,omitempty"`
	Operator string    `json:"operator,omitempty"`
	Language string    `json:"language,omitempty"`
}

// activityCalls send the service log, oldest first.
func (w World) activityCalls(orders []order) []Call {
	var calls []Call
	for part := range slices.Chunk(w.activity(orders), rowsOfCall) {
		calls = append(calls, Call{ActivityPath, func() (Body, error) {
			var lines bytes.Buffer
			encoder := json.NewEncoder(&lines)
			for _, r := range part {
				if err := encoder.Encode(r); err != nil {
					return Body{}, err
				}
			}
			return Body{"application/x-ndjson", lines.Bytes()}, nil
		}})
	}
	return calls
}

// reader is a way in which the person comes to Jolara. The networks are those that documents use (RFC 5737, RFC 3849).
type reader struct {
	browser, operator, language, network string
	share                                int
}

var readers = []reader{
	{"Jolara app 8.4, Android", "China Mobile", "zh-CN", "198.51.100.%d", 9},
	{"Chrome, Android", "China Mobile", "zh-CN", "198.51.100.%d", 3},
	{"Firefox, Windows", "China Telecom", "en", "203.0.113.24", 5},
	{"WeChat, Android", "China Mobile", "zh-CN", "198.51.100.%d", 2},
	{"Safari, iPad", "China Unicom", "zh-CN", "2001:db8:42:7::%x", 3},
	{"Edge, Windows", "China Unicom", "en", "192.0.2.77", 1},
}

// byHour is how likely a visit is at each hour of the day: at breakfast, at noon and in the evening.
var byHour = [24]int{2, 1, 0, 0, 0, 1, 3, 8, 9, 5, 4, 5, 9, 8, 4, 3, 4, 5, 8, 12, 16, 15, 10, 5}

// byWeekday is how many visits a day has at most, from Sunday.
var byWeekday = [7]int{5, 2, 2, 3, 2, 3, 5}

// interest is what a visit is about.
type interest struct{ pages, clicks, searches, favourites []string }

var interests = []interest{
	{
		[]string{"Prints", "Prints 10 x 15 cm", "Paper: matte or glossy", "Prices of prints", "How colours are printed"},
		[]string{"Size 10 x 15 cm", "Paper: matte", "White border", "Add to basket", "Show the basket"},
		[]string{"matte paper", "10 x 15 with border", "prints on thick paper", "square prints"},
		[]string{"Prints 10 x 15 cm, matte", "Square prints, set of 12"},
	},
	{
		[]string{"Photo books", "Photo book, linen cover", "Photo book: layouts", "A book of a year", "Examples of books"},
		[]string{"Layout: one photo a page", "Cover: sage linen", "Turn the page", "Preview", "Save the draft"},
		[]string{"photo book linen", "book with text", "landscape book A4", "wedding book"},
		[]string{"Photo book, linen, 28 x 21 cm", "Layout 'Quiet'"},
	},
	{
		[]string{"Calendars", "Wall calendar A3", "Calendar: start with any month", "Desk calendar"},
		[]string{"Start: January", "Add a birthday", "Photo for March", "Preview"},
		[]string{"calendar with lunar dates", "desk calendar wood", "calendar for grandparents"},
		[]string{"Wall calendar A3, matte"},
	},
	{
		[]string{"Pictures for the wall", "Canvas 30 x 45 cm", "Frames", "Frame, oak, 30 x 40 cm", "How to hang a picture"},
		[]string{"Frame: oak", "Size 30 x 45 cm", "See it on a wall", "Passe-partout: on"},
		[]string{"oak frame", "canvas large", "frame without glass", "gallery wall"},
		[]string{"Frame, oak, 30 x 40 cm", "Canvas 30 x 45 cm"},
	},
	{
		[]string{"My photos", "Album 'Sea'", "Album 'Home'", "Album 'Mountains'", "Photos of this month"},
		[]string{"Choose for printing", "Choose for keeping", "Sort by date", "Show larger", "Rotate"},
		[]string{"sunset", "cat", "first snow", "lake", "mother's birthday"},
		[]string{"Sunset over the bay", "The tree on the hill", "Cat, evening"},
	},
	{
		[]string{"Cards", "Folded cards", "New Year cards", "Envelopes", "Cards: your own text"},
		[]string{"Text: Happy New Year", "Gold edge: off", "12 cards", "Preview"},
		[]string{"new year card", "thank you card", "card with envelope"},
		[]string{"Folded card, lantern red"},
	},
	{
		[]string{"Help: delivery times", "Help: colours look different", "Delivery to Suzhou", "Order status", "Help: cropping"},
		[]string{"Was this useful: yes", "Show the order", "Follow the parcel"},
		[]string{"delivery time", "colour too dark", "change the address", "cancel an order"},
		[]string{"Help: colours look different"},
	},
	{
		[]string{"Ideas", "Five ways to show small prints", "Spring album", "A day at the sea", "Light in the afternoon"},
		[]string{"Read on", "Next idea", "Save for later"},
		[]string{"ideas for a gift", "photo wall small flat"},
		[]string{"Five ways to show small prints", "Light in the afternoon"},
	},
}

// visit is one time that the person comes.
type visit struct {
	at     time.Time
	by     reader
	ip     string
	about  interest
	weight int
}

// activity is the service log of six months, oldest first.
func (w World) activity(orders []order) []row {
	r := rand.New(rand.NewPCG(7, 7))
	visits := w.visits(r)
	rows := w.trade(orders)
	rows = append(rows, w.mistyped(r)...)
	all := 0
	for _, v := range visits {
		all += v.weight
	}
	// The visits share what is left to ten thousand, the longer ones more.
	left := entries - len(rows)
	for _, v := range visits {
		n := left * v.weight / all
		left, all = left-n, all-v.weight
		rows = append(rows, w.during(v, n, r)...)
	}
	slices.SortStableFunc(rows, func(a, b row) int { return a.At.Compare(b.At) })
	for i := range rows {
		rows[i].EventID, rows[i].Person = fmt.Sprintf("demo-event-%05d", i+1), w.Person
	}
	return rows
}

// visits are when the person came, with a rhythm of hours and weekdays; on some days nobody does, on some it is a feast.
func (w World) visits(r *rand.Rand) (visits []visit) {
	end := w.Day.In(china)
	for ago := logDays; ago >= 0; ago-- {
		day := end.AddDate(0, 0, -ago)
		count := r.IntN(byWeekday[day.Weekday()] + 1)
		if r.IntN(24) == 0 {
			count += 4
		}
		for range count {
			at := time.Date(day.Year(), day.Month(), day.Day(), hourOf(r), r.IntN(60), r.IntN(60), 0, china)
			by := readerOf(r)
			ip := by.network
			if bytes.ContainsRune([]byte(ip), '%') {
				ip = fmt.Sprintf(ip, 16+r.IntN(200))
			}
			const longest = 3 * time.Hour
			if at.Before(end.Add(-longest)) {
				visits = append(visits, visit{at, by, ip, interests[r.IntN(len(interests))], 4 + r.IntN(30)*r.IntN(3)/2})
			}
		}
	}
	return visits
}

func hourOf(r *rand.Rand) int {
	sum := 0
	for _, n := range byHour {
		sum += n
	}
	at := r.IntN(sum)
	for hour, n := range byHour {
		if at -= n; at < 0 {
			return hour
		}
	}
	return 0
}

func readerOf(r *rand.Rand) reader {
	sum := 0
	for _, one := range readers {
		sum += one.share
	}
	at := r.IntN(sum)
	for _, one := range readers {
		if at -= one.share; at < 0 {
			return one
		}
	}
	return readers[0]
}

// during is what happens in a visit: it begins with a sign-in or in one that lasts, and goes from page to page.
func (w World) during(v visit, count int, r *rand.Rand) []row {
	rows := make([]row, 0, count)
	at := v.at
	one := func(list []string) string { return list[r.IntN(len(list))] }
	for i := range count {
		if r.IntN(7) == 0 {
			v.about = interests[r.IntN(len(interests))]
		}
		e := row{Kind: "browse", At: at, IP: v.ip, Browser: v.by.browser, Operator: v.by.operator, Language: v.by.language}
		switch dice := r.IntN(100); {
		case i == 0 && dice < 55:
			e.Kind, e.Detail = "sign_in", "With the password"
		case len(w.Photos) > 0 && dice > 0 && dice < 18:
			e.Detail = "Photo: " + w.Photos[r.IntN(len(w.Photos))].name()
		case i == 0 || dice < 48:
			e.Detail = one(v.about.pages)
		case dice < 80:
			e.Kind, e.Detail = "click", one(v.about.clicks)
		case dice < 94:
			e.Kind, e.Detail = "search", one(v.about.searches)
		default:
			e.Kind, e.Detail = "favourite", one(v.about.favourites)
		}
		rows = append(rows, e)
		at = at.Add(time.Duration(3+r.IntN(40)+r.IntN(2)*r.IntN(60)) * time.Second)
	}
	return rows
}

// trade are what was bought, given back and asked about.
func (w World) trade(orders []order) (rows []row) {
	for i, o := range orders {
		text := fmt.Sprintf("Order %s: %d prints, %s, %s, %s", o.ID, len(o.PhotoIDs), o.Preferences["size"], o.Preferences["paper"], o.price())
		rows = append(rows, row{Kind: "transaction", At: o.OrderedAt, Detail: text})
		if o.State == "cancelled" {
			rows = append(rows, row{Kind: "transaction", At: o.OrderedAt.Add(5 * time.Hour), Detail: fmt.Sprintf("Order %s cancelled: %s paid back", o.ID, o.price())})
		}
		if o.State != "delivered" || i%3 != 1 {
			continue
		}
		asked := []string{"Reprint of 2 prints asked for: too dark", "Question: which frame fits", "Delivery came a day late: 10 % paid back"}[i/3%3]
		rows = append(rows, row{Kind: "after_sales", At: o.OrderedAt.AddDate(0, 0, 6), Detail: fmt.Sprintf("Order %s. %s", o.ID, asked)})
	}
	return rows
}

// mistyped are sign-ins that failed: the person's own, and one evening a stranger's.
func (w World) mistyped(r *rand.Rand) (rows []row) {
	for range 7 {
		by := readers[0]
		at := w.Day.AddDate(0, 0, -1-r.IntN(logDays)).Add(-time.Duration(r.IntN(600)) * time.Minute)
		rows = append(rows, row{
			Kind: "sign_in_failed", At: at.Truncate(time.Second), Detail: "Wrong password", IP: fmt.Sprintf(by.network, 16+r.IntN(200)),
			Browser: by.browser, Operator: by.operator, Language: by.language,
		})
	}
	at := w.Day.AddDate(0, 0, -33).Truncate(time.Hour)
	for range 5 {
		at = at.Add(time.Duration(9+r.IntN(30)) * time.Second)
		rows = append(rows, row{Kind: "sign_in_failed", At: at, Detail: "Wrong password", IP: "192.0.2.203", Browser: "Chrome, Linux", Language: "en"})
	}
	return rows
}
