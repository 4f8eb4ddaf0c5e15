package demo

import "time"

// scene is something worth a picture, with the times that somebody met it.
type scene struct {
	paint    func(*canvas)
	zoom     float32 // how near one stands; 1 where none is named
	lower    float32 // how far below the middle its subject is
	at       place
	season   []time.Month // when it can be met; any month where none is named
	download bool         // came from elsewhere, as a PNG that no camera wrote
	met      []meeting
}

// meeting is one time that a scene was met: now and then two or three shots were taken, as people do.
type meeting struct {
	title string
	sky   func() sky
}

// place is where a phone notes that it was: degrees north and east.
type place struct{ north, east float64 }

var (
	shanghai  = place{31.2304, 121.4737}
	suzhou    = place{31.2990, 120.5853}
	hangzhou  = place{30.2420, 120.1490}
	huangshan = place{30.1321, 118.1664}
	qingdao   = place{36.0561, 120.3770}
	xiamen    = place{24.4360, 118.0894}
	dunhuang  = place{40.0870, 94.6704}
	mohe      = place{53.4824, 122.3706}
	yili      = place{43.8330, 81.1550}
	guilin    = place{24.7781, 110.4966}
)

var (
	spring = []time.Month{time.March, time.April, time.May}
	summer = []time.Month{time.June, time.July, time.August}
	winter = []time.Month{time.December, time.January, time.February}
	warm   = []time.Month{time.May, time.June, time.July, time.August, time.September}
)

// scenes is the album's contents.
func scenes() []scene {
	return []scene{
		{paint: ranges, at: huangshan, met: []meeting{
			{"First light on the ridges", dawn},
			{"Six ridges, one fog", teal},
			{"After the climb", golden},
			{"Blue ridges before the stars", bluehour},
			{"The valley under its fog", morning},
			{"Rose over the firs", rose},
			{"Last ridge west", sunset},
			{"Violet evening", violet},
		}},
		{paint: peaks, at: yili, met: []meeting{
			{"The pass in the morning", morning},
			{"Lake below the wall", noon},
			{"Long shadows in the valley", golden},
			{"High meadow", teal},
			{"Pink on the summits", rose},
			{"Early start", dawn},
			{"Noon at the upper hut", noon},
		}},
		{paint: dunes, at: dunhuang, met: []meeting{
			{"Sand before noon", morning}, {"The great dune", golden}, {"Red sand", sunset}, {"Ridge of sand", rose},
		}},
		{paint: night, lower: 0.05, at: yili, season: warm, met: []meeting{
			{"The Milky Way from the tent", moonlight}, {"Clear night", moonlight}, {"Stars over the woods", moonlight}, {"Camp", moonlight},
		}},
		{paint: aurora, at: mohe, season: winter, met: []meeting{
			{"Northern lights", moonlight}, {"Green curtain", moonlight}, {"The sky at two", moonlight},
		}},
		{paint: clouded, at: shanghai, met: []meeting{
			{"Big sky", noon},
			{"Before the storm", storm},
			{"The sky on fire", ember},
			{"Clouds on the way home", golden},
			{"Pink towers", rose},
			{"Mackerel sky", morning},
			{"End of the day", sunset},
			{"Violet clouds", violet},
		}},
		{paint: sea, at: qingdao, met: []meeting{
			{"Sunset over the bay", sunset},
			{"Morning sail", dawn},
			{"Light on the water", golden},
			{"Still sea", rose},
			{"Off the pier", noon},
			{"Moon on the water", moonlight},
			{"Embers", ember},
			{"Violet hour at sea", violet},
			{"The early boat", teal},
		}},
		{paint: still, zoom: 1.16, lower: 0.1, at: shanghai, met: []meeting{
			{"Fruit and two jugs", noon},
			{"Pears in the dark", golden},
			{"White vases", morning},
			{"Bowl on the table", pearl},
			{"Autumn fruit", golden},
			{"Blue morning, lemons", morning},
			{"After the market", noon},
			{"Ochre wall", golden},
			{"Plums", pearl},
		}},
		{paint: bouquet, zoom: 1.2, at: shanghai, met: []meeting{
			{"Peonies from mother", noon},
			{"Daisies", morning},
			{"Tulips on Friday", pearl},
			{"Red peonies", golden},
			{"White daisies", morning},
			{"Blue tulips", pearl},
			{"Birthday flowers", noon},
			{"From the garden", golden},
		}},
		{paint: street, at: shanghai, met: []meeting{
			{"Rain on the lane", bluehour},
			{"Walking home", moonlight},
			{"Lights in the puddles", violet},
			{"Late shops", bluehour},
			{"Last bus gone", moonlight},
			{"Lanterns over the lane", violet},
			{"Wet stones", bluehour},
		}},
		{paint: houses, at: suzhou, met: []meeting{
			{"Painted houses", noon},
			{"The quay", golden},
			{"Sunday in the old town", morning},
			{"Windows at dusk", bluehour},
			{"Snow in the old town", pearl},
			{"Warm walls", sunset},
			{"By the canal", noon},
			{"Grey day, bright doors", pearl},
		}},
		{paint: skyline, at: shanghai, met: []meeting{
			{"The river at night", bluehour},
			{"City in the evening sun", sunset},
			{"Violet towers", violet},
			{"From the ferry", ember},
			{"Morning on the river", dawn},
			{"Lights on", bluehour},
			{"Pink city", rose},
		}},
		{paint: woods, at: hangzhou, met: []meeting{
			{"In the summer wood", noon},
			{"Autumn path", golden},
			{"Fog between the trees", pearl},
			{"Sun through the trunks", dawn},
			{"Deep green", morning},
			{"The old path", noon},
		}},
		{paint: snow, zoom: 1.06, lower: 0.05, at: mohe, season: winter, met: []meeting{
			{"First snow", pearl},
			{"The hut in the snow", bluehour},
			{"Cold morning", morning},
			{"Snow at sunrise", dawn},
			{"Moon on the snow", moonlight},
			{"Pink snow", rose},
		}},
		{paint: fields, at: yili, season: summer, met: []meeting{
			{"Lavender before noon", noon},
			{"Corn in the evening", golden},
			{"Tulip rows", morning},
			{"Tea hill", teal},
			{"Rape in flower", noon},
			{"Cosmos at sunset", sunset},
			{"Lavender, storm coming", storm},
			{"Corn, pink sky", rose},
		}},
		{paint: lone, at: hangzhou, met: []meeting{
			{"The tree on the hill", noon},
			{"Its autumn", golden},
			{"In flower", morning},
			{"Yellow tree", teal},
			{"Red tree", violet},
			{"Our tree again", rose},
			{"Orange evening", sunset},
		}},
		{paint: meadow, at: hangzhou, season: warm, met: []meeting{
			{"Poppies", noon},
			{"Daisies by the path", morning},
			{"Cosmos in the evening", golden},
			{"Asters", violet},
			{"Small suns", noon},
			{"Anemones", pearl},
			{"More poppies", golden},
		}},
		{paint: balloons, at: guilin, met: []meeting{
			{"Balloons at dawn", dawn}, {"Up we go", morning}, {"Over the mist", rose}, {"Striped giants", teal}, {"Late flight", golden}, {"The big one", dawn},
		}},
		{paint: kites, zoom: 1.12, at: qingdao, season: spring, met: []meeting{
			{"Kite day", noon}, {"Wind at last", morning}, {"Grandfather's kite", teal}, {"Kites in the evening", golden},
		}},
		{paint: skyLanterns, at: guilin, met: []meeting{
			{"Wishes", bluehour}, {"Lantern night", violet}, {"A hundred lights", moonlight}, {"Over the water", violet},
		}},
		{paint: fireworks, at: shanghai, season: winter, met: []meeting{
			{"New Year", moonlight}, {"Fireworks over the bay", moonlight}, {"The finale", moonlight}, {"Gold rain", moonlight},
		}},
		{paint: canopy, at: xiamen, season: warm, met: []meeting{
			{"Umbrella lane", noon}, {"Pink umbrellas", morning}, {"Blue umbrellas", noon}, {"Looking up", golden},
		}},
		{paint: cat, zoom: 1.06, lower: 0.04, at: shanghai, met: []meeting{
			{"Waiting for the bird", sunset}, {"Cat, evening", golden}, {"The usual place", rose}, {"Violet window", violet}, {"Night watch", bluehour}, {"Fire in the sky", ember},
		}},
		{paint: bridge, at: xiamen, met: []meeting{
			{"Bridge in the fog", pearl}, {"Crossing at dawn", dawn}, {"The long bridge", golden}, {"Bridge lights", bluehour}, {"Red evening", sunset}, {"Clear morning", morning},
		}},
		{paint: pagoda, zoom: 1.08, at: hangzhou, met: []meeting{
			{"The lake in the rain", pearl},
			{"Pagoda at dawn", dawn},
			{"Sunset on the lake", sunset},
			{"Still water", teal},
			{"Lit pagoda", bluehour},
			{"Willows", rose},
			{"Autumn lake", golden},
		}},
		{paint: beach, at: xiamen, season: summer, met: []meeting{
			{"Beach from above", noon}, {"Surf", noon}, {"Sunshades", morning}, {"Clear water", noon}, {"The far end of the beach", golden},
		}},
		{paint: rain, at: shanghai, met: []meeting{
			{"Rain on the taxi", bluehour}, {"Neon through the glass", moonlight}, {"Window in the rain", bluehour}, {"Waiting it out", violet},
		}},
		{paint: afternoon, lower: 0.02, at: shanghai, met: []meeting{
			{"Four in the afternoon", golden},
			{"The wall in October", golden},
			{"Shadow of the fig", golden},
			{"Yellow wall", golden},
			{"Quiet light", golden},
			{"Rose wall", golden},
			{"Green room", golden},
			{"Light on the stairs", golden},
		}},
		{paint: breakfast, zoom: 1.04, at: shanghai, met: []meeting{
			{"Oranges for breakfast", morning}, {"Pancakes", morning}, {"Berries", morning}, {"Late breakfast", noon}, {"Sunday table", morning}, {"Holiday morning", morning},
		}},
		{paint: koi, zoom: 1.05, at: suzhou, season: warm, met: []meeting{
			{"Koi", noon}, {"The pond", morning}, {"Under the lilies", noon}, {"Orange and white", golden}, {"Feeding time", noon},
		}},
		{paint: paper, at: shanghai, download: true, met: []meeting{
			{"Paper study", pearl}, {"Paper, plum", pearl}, {"Paper, moss", pearl}, {"White paper", pearl}, {"Paper, dusk", pearl}, {"Paper, fire", pearl},
		}},
	}
}
