package components_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/a-h/templ"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/workday"
	"jolara.com/privacy/views/components"
)

func date(t *testing.T, text string) models.Date {
	t.Helper()
	d, err := models.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// strip draws the deadline of a complaint on a day, with its count; answered is empty while there is no answer.
func strip(t *testing.T, received, today, answered string) *goquery.Document {
	t.Helper()
	calendar := workday.New(workday.Seed()...)
	d := models.NewDeadline(calendar, date(t, received), models.AnswerDays, models.Date{})
	var answeredAt time.Time
	if answered != "" {
		answeredAt = date(t, answered).Start().Add(15 * time.Hour)
	}
	s := components.NewStrip(t.Context(), models.CaseComplaint, d, d.Standing(date(t, today).Start().Add(10*time.Hour), answeredAt, calendar))
	return draw(t, templ.Join(components.DeadlineStrip(s), components.CountedDays(s)))
}

// words are the text of what is found, with single spaces.
func words(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }

// film writes down a strip's frames: every frame as its number, classes and label, a gap as its label in brackets.
func film(drawn *goquery.Document) string {
	var frames []string
	for _, li := range drawn.Find(".strip__film li").EachIter() {
		label := words(li.Find("small"))
		if li.HasClass("is-gap") {
			frames = append(frames, "["+label+"]")
			continue
		}
		f := li.Find("b").Text()
		for class, mark := range map[string]string{"is-done": "", "is-today": "!", "is-answered": "✓", "is-late": "✗"} {
			if li.HasClass(class) {
				f += mark
			}
		}
		if !li.HasClass("is-done") && !li.HasClass("is-answered") {
			f += "·" // still to come
		}
		if label != "" {
			f += "(" + label + ")"
		}
		frames = append(frames, f)
	}
	return strings.Join(frames, " ")
}

func TestADeadlineIsDrawnInAllItsStates(t *testing.T) {
	for name, c := range map[string]struct {
		received, today, answered string
		headline, flags, film     string
		say                       string
	}{
		"on day 0": {
			"2026-11-12", "2026-11-12", "",
			"Day 0 of 15 working days, counted from tomorrow", "",
			"1·(Fri 13 Nov) [weekend] 2· 3· 4· 5· 6· [weekend] 7· 8· 9· 10· 11· [weekend] 12· 13· 14· 15·(Thu 3 Dec last day)",
			"We answer by Thursday 3 December 2026. Weekends and public holidays don’t count, make-up working days do.",
		},
		"on a Friday evening": {
			"2026-11-13", "2026-11-13", "",
			"Day 0 of 15 working days, counted from Mon 16 Nov", "",
			"[weekend] 1·(Mon 16 Nov) 2· 3· 4· 5· [weekend] 6· 7· 8· 9· 10· [weekend] 11· 12· 13· 14· 15·(Fri 4 Dec last day)",
			"We answer by Friday 4 December 2026. Weekends and public holidays don’t count, make-up working days do.",
		},
		"on day 6": {
			"2026-11-12", "2026-11-20", "",
			"Day 6 of 15 working days", "",
			"1(Fri 13 Nov) [weekend] 2 3 4 5 6!(Fri 20 Nov today) [weekend] 7· 8· 9· 10· 11· [weekend] 12· 13· 14· 15·(Thu 3 Dec last day)",
			"We answer by Thursday 3 December 2026. Weekends and public holidays don’t count, make-up working days do.",
		},
		"on a weekend": {
			"2026-11-12", "2026-11-21", "",
			"Day 6 of 15 working days", "",
			"1(Fri 13 Nov) [weekend] 2 3 4 5 6 [today] 7· 8· 9· 10· 11· [weekend] 12· 13· 14· 15·(Thu 3 Dec last day)",
			"We answer by Thursday 3 December 2026. Weekends and public holidays don’t count, make-up working days do.",
		},
		"on day 14": {
			"2026-11-12", "2026-12-02", "",
			"Day 14 of 15 working days", "1 working day left",
			"1(Fri 13 Nov) [weekend] 2 3 4 5 6 [weekend] 7 8 9 10 11 [weekend] 12 13 14!(today) 15·(Thu 3 Dec last day)",
			"We answer by Thursday 3 December 2026. Weekends and public holidays don’t count, make-up working days do.",
		},
		"on the last day": {
			"2026-11-12", "2026-12-03", "",
			"Day 15 of 15 working days", "Today is the last day",
			"1(Fri 13 Nov) [weekend] 2 3 4 5 6 [weekend] 7 8 9 10 11 [weekend] 12 13 14 15!(Thu 3 Dec last day)",
			"We answer by Thursday 3 December 2026. Weekends and public holidays don’t count, make-up working days do.",
		},
		"late": {
			"2026-11-12", "2026-12-07", "",
			"Late by 2 working days", "Late",
			"1(Fri 13 Nov) [weekend] 2 3 4 5 6 [weekend] 7 8 9 10 11 [weekend] 12 13 14 15✗(Thu 3 Dec last day)",
			"The last day was Thursday 3 December 2026. Weekends and public holidays don’t count, make-up working days do.",
		},
		"late on the weekend after it": {
			"2026-11-13", "2026-12-05", "",
			"The last day has passed", "Late",
			"[weekend] 1(Mon 16 Nov) 2 3 4 5 [weekend] 6 7 8 9 10 [weekend] 11 12 13 14 15✗(Fri 4 Dec last day)",
			"The last day was Friday 4 December 2026. Weekends and public holidays don’t count, make-up working days do.",
		},
		"answered, as drawn": {
			"2026-09-18", "2026-10-14", "2026-10-13",
			"Answered on day 13 of 15 working days", "",
			"[weekend] 1(Sun 20 Sep make-up) 2 3 4 5 [Mid-Autumn] 6 7 8 [National Day] 9 10 11(Sat 10 Oct make-up) [weekend] 12 13✓(Tue 13 Oct answered) 14!·(today) 15·(Thu 15 Oct last day)",
			"We had until Thursday 15 October 2026. Weekends and public holidays don’t count, make-up working days do.",
		},
		"answered on the same day": {
			"2026-11-12", "2027-03-01", "2026-11-12",
			"Answered on the same day", "",
			"1·(Fri 13 Nov) [weekend] 2· 3· 4· 5· 6· [weekend] 7· 8· 9· 10· 11· [weekend] 12· 13· 14· 15·(Thu 3 Dec last day)",
			"The last day was Thursday 3 December 2026. Weekends and public holidays don’t count, make-up working days do.",
		},
		"answered late": {
			"2026-11-12", "2027-03-01", "2026-12-04",
			"Answered 1 working day late", "",
			"1(Fri 13 Nov) [weekend] 2 3 4 5 6 [weekend] 7 8 9 10 11 [weekend] 12 13 14 15✗(Thu 3 Dec last day)",
			"The last day was Thursday 3 December 2026. Weekends and public holidays don’t count, make-up working days do.",
		},
		"in the eight days of two holidays": {
			"2025-09-30", "2025-10-01", "",
			"Day 0 of 15 working days, counted from Thu 9 Oct", "",
			"[today] 1·(Thu 9 Oct) 2· 3·(Sat 11 Oct make-up) [weekend] 4· 5· 6· 7· 8· [weekend] 9· 10· 11· 12· 13· [weekend] 14· 15·(Tue 28 Oct last day)",
			"We answer by Tuesday 28 October 2025. Weekends and public holidays don’t count, make-up working days do.",
		},
		"after them": {
			"2025-09-30", "2025-10-09", "",
			"Day 1 of 15 working days", "",
			"[National Day] 1!(Thu 9 Oct today) 2· 3·(Sat 11 Oct make-up) [weekend] 4· 5· 6· 7· 8· [weekend] 9· 10· 11· 12· 13· [weekend] 14· 15·(Tue 28 Oct last day)",
			"We answer by Tuesday 28 October 2025. Weekends and public holidays don’t count, make-up working days do.",
		},
		"provisional": {
			"2026-12-11", "2026-12-14", "",
			"Day 1 of 15 working days", "Provisional",
			"[weekend] 1!(Mon 14 Dec today) 2· 3· 4· 5· [weekend] 6· 7· 8· 9· 10· [weekend] 11· 12· 13· 14· [New Year] 15·(Mon 4 Jan last day)",
			"We answer by Monday 4 January 2027. Weekends and public holidays don’t count, make-up working days do.",
		},
	} {
		drawn := strip(t, c.received, c.today, c.answered)
		headline := drawn.Find(".strip__day, .strip__say > .soft").Map(func(_ int, s *goquery.Selection) string { return s.Text() })
		if headline := strings.Join(headline, " "); headline != c.headline {
			t.Errorf("%s: headline %q", name, headline)
		}
		if flags := words(drawn.Find(".strip__say .flag")); flags != c.flags {
			t.Errorf("%s: flags %q", name, flags)
		}
		if got := film(drawn); got != c.film {
			t.Errorf("%s:\n%s, want\n%s", name, got, c.film)
		}
		if say := words(drawn.Find(".strip > .strip__film + p")); say != c.say {
			t.Errorf("%s: %q", name, say)
		}
		if drawn.Find(`.strip__film[aria-hidden="true"]`).Length() != 1 {
			t.Errorf("%s: the film is read out", name)
		}
	}
}

// counted returns the list of a count, a day a line.
func counted(drawn *goquery.Document) []string {
	return drawn.Find(".days li").Map(func(_ int, li *goquery.Selection) string {
		notes := li.Find(".days__note").Map(func(_ int, s *goquery.Selection) string { return s.Text() })
		return strings.Join(append([]string{li.Find("b").Text() + " " + li.Find("time").Text()}, notes...), ", ")
	})
}

func TestACountIsToldDayByDay(t *testing.T) {
	drawn := strip(t, "2026-09-18", "2026-10-14", "2026-10-13")
	want := []string{
		"– Fri 18 Sep, the day it reaches us isn’t counted", "– Sat 19 Sep, weekend", "1 Sun 20 Sep, make-up working day",
		"2 Mon 21 Sep", "3 Tue 22 Sep", "4 Wed 23 Sep", "5 Thu 24 Sep", "– Fri 25 Sep to Sun 27 Sep, Mid-Autumn",
		"6 Mon 28 Sep", "7 Tue 29 Sep", "8 Wed 30 Sep", "– Thu 1 Oct to Wed 7 Oct, National Day", "9 Thu 8 Oct", "10 Fri 9 Oct",
		"11 Sat 10 Oct, make-up working day", "– Sun 11 Oct, weekend", "12 Mon 12 Oct", "13 Tue 13 Oct, answered",
		"14 Wed 14 Oct, today", "15 Thu 15 Oct, last day",
	}
	if got := counted(drawn); !slices.Equal(got, want) {
		t.Errorf("%s", strings.Join(got, "\n"))
	}
	if source := drawn.Find(".hint").Text(); source != "Holidays of 2026: State Council notice of Tue 4 Nov 2025." {
		t.Errorf("the source is %q", source)
	}
}

func TestAProvisionalDaySaysWhatIsMissing(t *testing.T) {
	drawn := strip(t, "2026-12-31", "2027-01-04", "")
	if !strings.Contains(drawn.Text(), "We don’t have the holiday list of 2027 yet.") {
		t.Error("the missing year is not named")
	}
	if answered := strip(t, "2026-12-31", "2027-01-08", "2027-01-05"); strings.Contains(answered.Text(), "We don’t have") {
		t.Error("a day that is answered may still move")
	}
}

// A list that came later makes the told day a holiday: the film ends with it all the same.
func TestADayThatWasToldHoldsOnTheFilmToo(t *testing.T) {
	list := workday.Seed()[1]
	list.Version++
	list.Off = slices.SortedFunc(slices.Values(append(slices.Clone(list.Off), date(t, "2026-12-03"))), models.Date.Compare)
	calendar := workday.New(list)
	d := models.NewDeadline(calendar, date(t, "2026-11-12"), models.AnswerDays, date(t, "2026-12-03"))
	s := components.NewStrip(t.Context(), models.CaseComplaint, d, d.Standing(date(t, "2026-11-20").Start(), time.Time{}, calendar))
	drawn := draw(t, components.DeadlineStrip(s))
	if got := film(drawn); !strings.HasSuffix(got, "12· 13· 14· [last day]") {
		t.Errorf("the film is %s", got)
	}
	for _, want := range []string{"Day 6 of 14", "We answer by Thursday 3 December 2026.", "the day that you were told holds"} {
		if !strings.Contains(words(drawn.Selection), want) {
			t.Errorf("%q is not said", want)
		}
	}
}

func TestAQuestionHasAnAimAndNoDeadline(t *testing.T) {
	calendar := workday.New(workday.Seed()...)
	d := models.NewDeadline(calendar, date(t, "2026-11-12"), models.AnswerDays, models.Date{})
	s := components.NewStrip(t.Context(), models.CaseQuestion, d, d.Standing(date(t, "2026-11-20").Start(), time.Time{}, calendar))
	if got := words(draw(t, components.DeadlineStrip(s)).Selection); !strings.Contains(got, "We aim to answer by Thursday 3 December 2026.") {
		t.Errorf("%q", got)
	}
}

func TestWaitingForThePersonStopsNoClock(t *testing.T) {
	calendar := workday.New(workday.Seed()...)
	d := models.NewDeadline(calendar, date(t, "2026-11-12"), models.AnswerDays, models.Date{})
	s := components.NewStrip(t.Context(), models.CaseComplaint, d, d.Standing(date(t, "2026-11-20").Start(), time.Time{}, calendar))
	s.Waiting = true
	if got := words(draw(t, components.DeadlineStrip(s)).Find(".strip__say")); got != "Day 6 of 15 working days Waiting for you; the clock keeps running" {
		t.Errorf("%q", got)
	}
}

// On a narrow film the rows end after the fifth and the tenth day: a gap there is drawn at the end of its row.
func TestGapsAtTheEndOfARowAreMarked(t *testing.T) {
	ends := strip(t, "2026-09-18", "2026-10-14", "").Find(".strip__film .is-end")
	if got := words(ends.Find("small")); got != "Mid-Autumn" {
		t.Errorf("marked: %q", got)
	}
}

func TestEveryHolidayHasItsOwnName(t *testing.T) {
	said := map[string]bool{}
	for _, holiday := range []workday.Holiday{
		workday.NewYear, workday.SpringFestival, workday.Qingming, workday.LabourDay, workday.DragonBoat, workday.MidAutumn,
		workday.NationalDay, workday.NationalMidAutumn,
	} {
		name := components.HolidayName(t.Context(), holiday)
		if name == "" || said[name] {
			t.Errorf("%s is called %q", holiday, name)
		}
		said[name] = true
	}
}
