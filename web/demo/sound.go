package demo

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/rand/v2"
)

// sampleRate is how many samples a second of sound has.
const sampleRate = 16000

// talking is a WAV file: a chime, and then something that hums like two people talking in turns. No word is said.
func talking(seed uint64, seconds int) []byte {
	r := rand.New(rand.NewPCG(seed, 11))
	sound := make([]float64, seconds*sampleRate)
	for i, note := range []float64{659.26, 783.99, 1046.5} {
		chime(sound[i*sampleRate/5:], note)
	}
	at := sampleRate * 5 / 4
	for turn := 0; at < len(sound)-sampleRate; turn++ {
		pitch := []float64{205, 118}[turn%2]
		for range 4 + r.IntN(5) {
			length := sampleRate * (10 + r.IntN(13)) / 100
			if at+length >= len(sound) {
				break
			}
			syllable(sound[at:at+length], pitch*(0.9+0.25*r.Float64()), r)
			at += length + sampleRate*r.IntN(5)/100
		}
		at += sampleRate * (25 + r.IntN(30)) / 100
	}
	return wav(sound)
}

// chime adds a bell's note that dies away.
func chime(to []float64, note float64) {
	for i := range to {
		t := float64(i) / sampleRate
		to[i] += math.Exp(-t*5) * (0.22*math.Sin(2*math.Pi*note*t) + 0.08*math.Sin(2*math.Pi*note*2.76*t)*math.Exp(-t*6))
	}
}

// syllable adds a vowel: overtones of a pitch, loudest where a mouth resounds.
func syllable(to []float64, pitch float64, r *rand.Rand) {
	vowels := [][2]float64{{730, 1090}, {530, 1840}, {270, 2290}, {570, 840}, {300, 870}}
	mouth := vowels[r.IntN(len(vowels))]
	glide := 0.06 * (r.Float64() - 0.6)
	const overtones = 18
	for i := range to {
		part := float64(i) / float64(len(to))
		t := float64(i) / sampleRate
		f := pitch * (1 + glide*part)
		loud := math.Pow(math.Sin(math.Pi*part), 0.7) * 0.9
		for k := 1; k <= overtones; k++ {
			tone := f * float64(k)
			near := func(centre, width float64) float64 {
				return math.Exp(-(tone - centre) * (tone - centre) / (width * width))
			}
			to[i] += loud / float64(k) * (0.05 + 0.5*near(mouth[0], 160) + 0.3*near(mouth[1], 260)) * math.Sin(2*math.Pi*tone*t)
		}
	}
}

// wav writes samples between −1 and 1 as a WAV file of 16 bits and one channel.
func wav(sound []float64) []byte {
	const format, pcm, channels, sampleBytes = 16, 1, 1, 2
	size := uint32(len(sound) * sampleBytes)
	var file bytes.Buffer
	put := func(v any) { _ = binary.Write(&file, binary.LittleEndian, v) } // a buffer takes everything
	file.WriteString("RIFF")
	put(4 + 8 + format + 8 + size)
	file.WriteString("WAVEfmt ")
	put(uint32(format))
	put([]uint16{pcm, channels})
	put([]uint32{sampleRate, sampleRate * sampleBytes * channels})
	put([]uint16{sampleBytes * channels, sampleBytes * 8})
	file.WriteString("data")
	put(size)
	samples := make([]int16, len(sound))
	for i, v := range sound {
		samples[i] = int16(math.Tanh(v) * 0.8 * math.MaxInt16)
	}
	put(samples)
	return file.Bytes()
}
