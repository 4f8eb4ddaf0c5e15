package demo_test

import (
	"testing"

	"jolara.com/privacy/web/demo"
)

func BenchmarkAPictureOfTheAlbum(b *testing.B) {
	const stride = 37 // through all scenes
	album := demo.Album(day)
	i, size := 0, 0
	for b.Loop() {
		file, err := album[i*stride%len(album)].File()
		if err != nil {
			b.Fatal(err)
		}
		size += len(file)
		i++
	}
	b.ReportMetric(float64(size)/float64(i), "bytes/picture")
}
