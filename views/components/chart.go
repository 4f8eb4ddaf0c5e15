package components

import "strconv"

// BarKind is how a bar of a chart looks.
type BarKind string

// The kinds of bar.
const (
	BarPlain BarKind = "bar"
	BarLate  BarKind = "bar-late"
	BarToday BarKind = "bar-today"
)

// Bar is one bar of a chart; its label stands under it and its value above it, so that nobody has to measure.
type Bar struct {
	Kind  BarKind
	Label string
	Value int
}

// The measures of a chart, in units of its view.
const (
	chartHeight   = 150
	chartGround   = 126 // where the bars stand
	chartLabels   = 144
	chartTallest  = 104
	chartUnit     = 20.8 // of one, where there are few
	chartBarShare = 0.62 // of its place that a bar takes
	chartValueGap = 6
)

// drawnBar is a bar with its measures written out.
type drawnBar struct {
	Bar
	left, top, width, height, middle, valueAt string
}

// drawnBars places bars side by side in a view of that width, the tallest as high as there is room.
func drawnBars(bars []Bar, width int) []drawnBar {
	unit := chartUnit
	for _, bar := range bars {
		if bar.Value > 0 {
			unit = min(unit, chartTallest/float64(bar.Value))
		}
	}
	drawn := make([]drawnBar, len(bars))
	place := float64(width) / float64(max(1, len(bars)))
	for i, bar := range bars {
		left, height := (float64(i)+(1-chartBarShare)/2)*place, float64(bar.Value)*unit
		top := chartGround - height
		drawn[i] = drawnBar{
			Bar: bar, left: tenths(left), top: tenths(top), width: tenths(place * chartBarShare), height: tenths(height),
			middle: tenths((float64(i) + 0.5) * place), valueAt: tenths(top - chartValueGap),
		}
	}
	return drawn
}

func tenths(f float64) string { return strconv.FormatFloat(f, 'f', 1, 64) }
