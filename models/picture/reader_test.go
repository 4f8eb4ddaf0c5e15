package picture_test

import (
	"context"
	"errors"
	"image"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"jolara.com/privacy/models/picture"
)

func TestWhoeverWaitsForASlotMayGoAway(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		reader := picture.NewReader(1)
		free := reader.Occupy()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		if _, err := reader.Read(ctx, lossy); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("no slot was free: %v", err)
		}
		free()
		if _, err := reader.Read(t.Context(), lossy); err != nil {
			t.Errorf("a slot was free: %v", err)
		}
	})
}

func TestASlotIsTakenUntilTheWorkHasEnded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		reader := picture.NewReader(2)
		ended, cancel := context.WithCancel(t.Context())
		cancel()
		var readers sync.WaitGroup
		for range 8 {
			readers.Go(func() {
				for _, file := range [][]byte{lossy, nil, lossy[:40], []byte("\xff\xd8\xff\xd9")} {
					_, _ = reader.Read(t.Context(), file)
					_, _ = reader.Read(ended, file)
				}
			})
		}
		readers.Wait()
		synctest.Wait()
		if reader.Busy() != 0 {
			t.Errorf("%d slots were not given back", reader.Busy())
		}
	})
}

func TestAContextThatEndedStopsTheDecoder(t *testing.T) {
	file := pngOf(t, image.NewGray(image.Rect(0, 0, 3000, 3000)))
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for range 20 { // which of two that are ready goes first, is chance
		if _, err := picture.NewReader(1).Read(ended, file); !errors.Is(err, context.Canceled) {
			t.Fatalf("nobody waits: %v", err)
		}
	}
}

func TestAPictureThatTakesTooLongIsTooLarge(t *testing.T) {
	reader := picture.NewReader(1)
	reader.Hurry(time.Nanosecond)
	if _, err := reader.Read(t.Context(), interlaced(800)); !errors.Is(err, picture.ErrTooLarge) || errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a hurried reader: %v", err)
	}
}

func BenchmarkReadAPhotograph(b *testing.B) {
	file := jpegOf(b, scene(1200, 800))
	reader := picture.NewReader(1)
	for b.Loop() {
		if _, err := reader.Read(b.Context(), file); err != nil {
			b.Fatal(err)
		}
	}
}
