package store_test

import (
	"errors"
	"testing"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store/storetest"
)

func TestARevokedKeyIsDeadOnEveryInstance(t *testing.T) {
	w := storetest.New(t)
	other := w.Second()
	key, err := w.Store.AddClient(t.Context(), "app")
	if err != nil {
		t.Fatal(err)
	}
	stays, err := w.Store.AddClient(t.Context(), "print service")
	if err != nil {
		t.Fatal(err)
	}
	if client, err := other.Client(t.Context(), key); err != nil || client.Name != "app" || client.ID == "" {
		t.Fatalf("the key opens as %+v, %v", client, err)
	}
	if err := w.Store.RevokeClient(t.Context(), "app"); err != nil {
		t.Fatal(err)
	}
	if _, err := other.Client(t.Context(), key); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("the revoked key: %v", err)
	}
	if client, err := other.Client(t.Context(), stays); err != nil || client.Name != "print service" {
		t.Errorf("the other system's key opens as %+v, %v", client, err)
	}
	if err := w.Store.RevokeClient(t.Context(), "app"); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("to revoke it again: %v", err)
	}
}

func TestASystemHasANameByWhichItCanBeRevoked(t *testing.T) {
	w := storetest.New(t)
	for _, name := range []string{"", " ", "two\nlines", "\u202eback"} {
		var invalid models.Invalid
		if _, err := w.Store.AddClient(t.Context(), name); !errors.As(err, &invalid) || invalid["name"] == "" {
			t.Errorf("%q: %v", name, err)
		}
	}
	if _, err := w.Store.AddClient(t.Context(), " shop "); err != nil {
		t.Fatal(err)
	}
	if err := w.Store.RevokeClient(t.Context(), "shop"); err != nil {
		t.Error(err)
	}
}

func TestAKeyIsKeptAsAHashAndItsNameOnce(t *testing.T) {
	w := storetest.New(t)
	key, err := w.Store.AddClient(t.Context(), "app")
	if err != nil {
		t.Fatal(err)
	}
	if n := w.Count(`select count(*) from clients where length(key_hash) = 32 and key_hash <> convert_to($1, 'UTF8')`, key); n != 1 {
		t.Error("the key is not kept as a hash")
	}
	if _, err := w.Store.AddClient(t.Context(), "app"); err == nil {
		t.Error("two systems of one name")
	}
	for _, guess := range []string{"", "jpk_", key + "A", key[:len(key)-1]} {
		if _, err := w.Store.Client(t.Context(), guess); !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%d characters that are no key: %v", len(guess), err)
		}
	}
}
