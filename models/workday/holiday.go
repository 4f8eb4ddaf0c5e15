package workday

import (
	"fmt"
	"time"
)

// Holiday names one of the seven public holidays; the views have its words. The empty Holiday is none.
type Holiday string

// The seven holidays in the order of the year, and the two that may be one.
const (
	NewYear           Holiday = "new_year"
	SpringFestival    Holiday = "spring_festival"
	Qingming          Holiday = "qingming"
	LabourDay         Holiday = "labour_day"
	DragonBoat        Holiday = "dragon_boat"
	MidAutumn         Holiday = "mid_autumn"
	NationalDay       Holiday = "national_day"
	NationalMidAutumn Holiday = "national_day_mid_autumn"
)

// runs cuts dates, which are in order, into ranges without a gap.
func runs(dates []Date) [][]Date {
	var all [][]Date
	for i, d := range dates {
		if i == 0 || dates[i-1].Next() != d {
			all = append(all, nil)
		}
		last := len(all) - 1
		all[last] = append(all[last], d)
	}
	return all
}

// mergedDays is how long National Day's range is, at the least, where Mid-Autumn falls into it; alone it has seven days at most.
const mergedDays = 8

// holidayOf tells whose range a run of days off is; none where it holds no holiday's day. The holidays of the moon's calendar
// are known by the weeks in which they can fall.
func holidayOf(run []Date) Holiday {
	touches := func(fromMonth time.Month, fromDay int, toMonth time.Month, toDay int) bool {
		for _, d := range run {
			if !d.Before(Date{d.Year, fromMonth, fromDay}) && !(Date{d.Year, toMonth, toDay}).Before(d) {
				return true
			}
		}
		return false
	}
	switch {
	case touches(time.January, 1, time.January, 1):
		return NewYear
	case touches(time.January, 21, time.February, 21):
		return SpringFestival
	case touches(time.April, 4, time.April, 5):
		return Qingming
	case touches(time.May, 1, time.May, 1):
		return LabourDay
	case touches(time.May, 27, time.June, 26):
		return DragonBoat
	case touches(time.October, 1, time.October, 1) && len(run) >= mergedDays:
		return NationalMidAutumn
	case touches(time.October, 1, time.October, 1):
		return NationalDay
	case touches(time.September, 7, time.September, 30):
		return MidAutumn
	}
	return ""
}

// checkHolidays tells whether every range belongs to one holiday and every holiday has one range.
func (y Year) checkHolidays() error {
	ranges := map[Holiday]int{}
	for _, run := range runs(y.Off) {
		holiday := holidayOf(run)
		if holiday == "" || ranges[holiday] > 0 {
			return fmt.Errorf("%w: %s stands apart", ErrContiguous, run[0])
		}
		ranges[holiday]++
		if holiday == NationalMidAutumn {
			ranges[NationalDay]++
		}
	}
	for _, holiday := range []Holiday{NewYear, SpringFestival, Qingming, LabourDay, DragonBoat, MidAutumn, NationalDay} {
		merged := holiday == MidAutumn && ranges[NationalMidAutumn] > 0
		if ranges[holiday] == 0 && !merged {
			return fmt.Errorf("%w: %s is missing", ErrHolidays, holiday)
		}
	}
	return nil
}
