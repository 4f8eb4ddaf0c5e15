package workday_test

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models/workday"
)

// file2027 is a made list for tests: the State Council's notice of 2027 was not out when this was written.
func file2027(t testing.TB) []byte {
	t.Helper()
	file, err := os.ReadFile("testdata/made-2027.json")
	if err != nil {
		t.Fatal(err)
	}
	return file
}

func fixture2027(t testing.TB) workday.Year {
	t.Helper()
	year, err := workday.ParseYear(file2027(t))
	if err != nil {
		t.Fatal(err)
	}
	year.Version = 1
	return year
}

// with returns the made list with something else in it.
func with(t *testing.T, changes ...func(list map[string]any)) []byte {
	t.Helper()
	list := map[string]any{}
	if err := json.Unmarshal(file2027(t), &list); err != nil {
		t.Fatal(err)
	}
	for _, change := range changes {
		change(list)
	}
	text, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// add and remove change one of the lists' dates.
func add(name string, dates ...string) func(map[string]any) {
	return func(list map[string]any) {
		for _, d := range dates {
			list[name] = append(list[name].([]any), d)
		}
	}
}

func remove(dates ...string) func(map[string]any) {
	return func(list map[string]any) {
		list["off"] = slices.DeleteFunc(list["off"].([]any), func(d any) bool { return slices.Contains(dates, d.(string)) })
	}
}

func set(name string, value any) func(map[string]any) {
	return func(list map[string]any) { list[name] = value }
}

func TestAListThatCannotBeTrueIsRefusedWithTheReason(t *testing.T) {
	for name, c := range map[string]struct {
		text []byte
		rule error
		says string
	}{
		"nothing":                   {nil, workday.ErrUnreadable, "EOF"},
		"no JSON":                   {[]byte("year: 2027"), workday.ErrUnreadable, ""},
		"a list":                    {[]byte("[]"), workday.ErrUnreadable, ""},
		"two of them":               {append(file2027(t), file2027(t)...), workday.ErrUnreadable, "follows its end"},
		"a field that is not known": {with(t, set("holidays", 7)), workday.ErrUnreadable, "holidays"},
		"no year":                   {with(t, set("year", 0)), workday.ErrUnreadable, "year 0"},
		"no source":                 {with(t, set("source", " ")), workday.ErrUnreadable, "source"},
		"a day that does not exist": {with(t, add("off", "2027-02-30")), workday.ErrUnreadable, "2027-02-30"},
		"a day that is no text":     {with(t, set("work", []int{20270206})), workday.ErrUnreadable, ""},
		"a day of the next year":    {with(t, add("off", "2028-01-01")), workday.ErrOtherYear, "2028-01-01"},
		"a day of November before":  {with(t, add("work", "2026-11-28")), workday.ErrOtherYear, "2026-11-28"},
		"a day twice":               {with(t, add("off", "2027-05-01")), workday.ErrTwice, "2027-05-01"},
		"a day both off and worked": {with(t, add("work", "2027-05-01")), workday.ErrTwice, "2027-05-01"},
		"a make-up Monday":          {with(t, add("work", "2027-01-04")), workday.ErrMakeUp, "2027-01-04 is a Monday"},
		"a make-up Friday":          {with(t, add("work", "2027-01-08")), workday.ErrMakeUp, "2027-01-08 is a Friday"},
		"a gap in Spring Festival":  {with(t, remove("2027-02-07")), workday.ErrContiguous, "2027-02-08"},
		"a gap in National Day":     {with(t, remove("2027-10-03")), workday.ErrContiguous, "2027-10-04"},
		"a day that is no holiday":  {with(t, add("off", "2027-07-01")), workday.ErrContiguous, "2027-07-01"},
		"no New Year":               {with(t, remove("2027-01-01", "2027-01-02", "2027-01-03")), workday.ErrHolidays, "new_year"},
		"no Spring Festival":        {with(t, remove("2027-02-05", "2027-02-06", "2027-02-07", "2027-02-08", "2027-02-09", "2027-02-10", "2027-02-11")), workday.ErrHolidays, "spring_festival"},
		"no Qingming":               {with(t, remove("2027-04-03", "2027-04-04", "2027-04-05")), workday.ErrHolidays, "qingming"},
		"no Labour Day":             {with(t, remove("2027-05-01", "2027-05-02", "2027-05-03", "2027-05-04", "2027-05-05")), workday.ErrHolidays, "labour_day"},
		"no Dragon Boat":            {with(t, remove("2027-06-09")), workday.ErrHolidays, "dragon_boat"},
		"no Mid-Autumn":             {with(t, remove("2027-09-15")), workday.ErrHolidays, "mid_autumn"},
		"no National Day":           {with(t, remove("2027-10-01", "2027-10-02", "2027-10-03", "2027-10-04", "2027-10-05", "2027-10-06", "2027-10-07")), workday.ErrHolidays, "national_day"},
		"too many make-up days":     {with(t, add("work", saturdays(2027)...)), workday.ErrWorkingDays, "2027 has"},
		"a holiday of a month":      {with(t, add("off", days("2027-05-06", 20)...), set("work", []string{})), workday.ErrWorkingDays, "2027 has"},
	} {
		_, err := workday.ParseYear(c.text)
		if !errors.Is(err, c.rule) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// saturdays returns some that the made list leaves free.
func saturdays(year int) (texts []string) {
	for d := (workday.Date{Year: year, Month: time.July, Day: 3}); len(texts) < 8; d = d.AddDays(7) {
		texts = append(texts, d.String())
	}
	return texts
}

// days returns n days in a row.
func days(first string, n int) (texts []string) {
	for d := day(first); len(texts) < n; d = d.Next() {
		texts = append(texts, d.String())
	}
	return texts
}

func TestAListIsReadAsItWasWritten(t *testing.T) {
	year := fixture2027(t)
	if n := year.WorkingDays(); year.Year != 2027 || !strings.Contains(year.Source, "made for tests") || n < 240 || n > 252 {
		t.Errorf("%d from %q with %d working days", year.Year, year.Source, n)
	}
	shuffled := with(t, func(list map[string]any) { slices.Reverse(list["off"].([]any)) })
	if other, err := workday.ParseYear(shuffled); err != nil || !other.SameDays(year) {
		t.Errorf("in another order: %v", err)
	}
	if other := workday.Seed()[1]; other.SameDays(year) || !other.SameDays(workday.Seed()[1]) {
		t.Error("lists of two years are the same")
	}
}

func TestMidAutumnAndNationalDayMayBeOne(t *testing.T) {
	merged := with(t, remove("2027-09-15"), add("off", "2027-10-08"))
	if _, err := workday.ParseYear(merged); err != nil {
		t.Error(err)
	}
}

func TestANewYearsHolidayMayBeginInDecember(t *testing.T) {
	file := with(t, remove("2027-01-02", "2027-01-03"), add("off", "2026-12-31"), add("work", "2026-12-26"))
	year, err := workday.ParseYear(file)
	if err != nil {
		t.Fatal(err)
	}
	year.Version = 1
	calendar := workday.New(append(workday.Seed(), year)...)
	for text, working := range map[string]bool{"2026-12-26": true, "2026-12-30": true, "2026-12-31": false, "2027-01-01": false} {
		if calendar.IsWorking(day(text)) != working {
			t.Errorf("%s: worked %t", text, !working)
		}
	}
	if got := calendar.Day(day("2026-12-31")).Holiday; got != workday.NewYear {
		t.Errorf("the last of December is %q", got)
	}
}

func FuzzACalendarFile(f *testing.F) {
	f.Add(file2027(f))
	for _, year := range []string{"2025", "2026"} {
		file, err := os.ReadFile("lists/" + year + ".json")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(file)
	}
	rules := []error{
		workday.ErrUnreadable, workday.ErrOtherYear, workday.ErrTwice, workday.ErrMakeUp,
		workday.ErrContiguous, workday.ErrHolidays, workday.ErrWorkingDays,
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		year, err := workday.ParseYear(text)
		if err != nil {
			if !slices.ContainsFunc(rules, func(rule error) bool { return errors.Is(err, rule) }) {
				t.Fatalf("refused without a rule: %v", err)
			}
			return
		}
		calendar := workday.New(year)
		found := map[workday.Holiday]bool{}
		for _, off := range year.Off {
			d := calendar.Day(off)
			if d.Working || d.Holiday == "" {
				t.Fatalf("%s is off and yet %+v", off, d)
			}
			found[d.Holiday] = true
		}
		if n := len(found); n != 7 && (n != 6 || !found[workday.NationalMidAutumn]) {
			t.Fatalf("holidays: %v", slices.Sorted(maps.Keys(found)))
		}
		for _, work := range year.Work {
			if d := calendar.Day(work); !d.MakeUp || !d.Weekend {
				t.Fatalf("%s is a make-up day and yet %+v", work, d)
			}
		}
		if n := year.WorkingDays(); n < 240 || n > 252 || year.Source == "" {
			t.Fatalf("%d working days by %q", n, year.Source)
		}
	})
}
