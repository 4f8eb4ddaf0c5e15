package vault_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/vault"
)

func open(t *testing.T, secret string) *vault.Vault {
	t.Helper()
	v, err := vault.New([]byte(secret))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

const secret = "a secret of more than thirty-two bytes"

func TestAShortSecretIsRefused(t *testing.T) {
	if _, err := vault.New(make([]byte, vault.MinSecret-1)); err == nil {
		t.Errorf("a secret of %d bytes is taken", vault.MinSecret-1)
	}
	if _, err := vault.New(make([]byte, vault.MinSecret)); err != nil {
		t.Error(err)
	}
}

// A column that was read lies in a buffer into which the next row is read.
func TestAPersonalValueStaysWhenItsColumnIsReadOver(t *testing.T) {
	v := open(t, secret)
	column, err := v.Seal(map[string][]string{"Lines": {"1 Maple Lane"}})
	if err != nil {
		t.Fatal(err)
	}
	var back map[string][]string
	if err := v.Open(column, &back); err != nil {
		t.Fatal(err)
	}
	for i := range column {
		column[i] = 'x'
	}
	if back["Lines"][0] != "1 Maple Lane" {
		t.Errorf("it became %v", back)
	}
}

func TestAPersonalValueComesBack(t *testing.T) {
	type address struct{ Lines []string }
	v := open(t, secret)
	column, err := v.Seal(address{Lines: []string{"1 Maple Lane", "文昌路"}})
	if err != nil {
		t.Fatal(err)
	}
	var got address
	if err := v.Open(column, &got); err != nil || strings.Join(got.Lines, "|") != "1 Maple Lane|文昌路" {
		t.Errorf("it comes back as %v, %v", got, err)
	}
	if err := v.Open(nil, &got); err != nil || len(got.Lines) != 2 {
		t.Errorf("an empty column leaves %v, %v", got, err)
	}
	if err := v.Open([]byte("{"), &got); err == nil {
		t.Error("a broken column opens")
	}
}

func TestALookUpNeedsTheKey(t *testing.T) {
	one, again, other := open(t, secret), open(t, secret), open(t, secret+"!")
	hash := one.Lookup("wen@example.com")
	if !bytes.Equal(hash, again.Lookup("wen@example.com")) {
		t.Error("one address has two hashes")
	}
	if bytes.Equal(hash, other.Lookup("wen@example.com")) {
		t.Error("the hash does not depend on the secret")
	}
	if bytes.Equal(hash, one.Lookup("mei@example.com")) || len(hash) != 32 {
		t.Error("the hash does not tell addresses apart")
	}
}

func TestALinksTokenIsMadeAgainFromItsIDByTheSecretAlone(t *testing.T) {
	v := open(t, secret)
	token := v.LinkToken("0198f0c2")
	if token != open(t, secret).LinkToken("0198f0c2") {
		t.Error("the letter would hold another token than the one that was remembered")
	}
	if token == v.LinkToken("0198f0c3") || token == open(t, secret+"!").LinkToken("0198f0c2") {
		t.Error("the token does not depend on the id and the secret")
	}
	if !models.IsLinkToken(token) || strings.Contains(token, "0198f0c2") {
		t.Errorf("the token is %q", token)
	}
}

func TestAMailedCodeIsSixFiguresThatTheSecretMakesAgain(t *testing.T) {
	v := open(t, secret)
	codes := map[string]bool{}
	for i := range 1000 {
		id := fmt.Sprintf("0198f0c2 letter 1 code %d", i)
		code := v.Digits(id)
		if len(code) != 6 || strings.Trim(code, "0123456789") != "" || code != open(t, secret).Digits(id) {
			t.Fatalf("%s has the code %q", id, code)
		}
		codes[code] = true
	}
	if len(codes) < 990 { // of a million, a thousand meet about once in two
		t.Errorf("%d codes of 1000 are different", len(codes))
	}
	if v.Digits("0198f0c2") == open(t, secret+"!").Digits("0198f0c2") {
		t.Error("the code does not depend on the secret")
	}
}

func TestASignatureIsOverOneTextByOneSecret(t *testing.T) {
	v := open(t, secret)
	signature := v.Sign("ref: G-1234-5678")
	if !open(t, secret).Signed("ref: G-1234-5678", signature) {
		t.Error("the portal does not know its own signature after a restart")
	}
	if v.Signed("ref: G-1234-5679", signature) || open(t, secret+"!").Signed("ref: G-1234-5678", signature) {
		t.Error("the signature does not depend on the text and the secret")
	}
	for _, none := range [][]byte{nil, {}, signature[1:], append(signature[:len(signature)-1:len(signature)-1], signature[len(signature)-1]^1)} {
		if v.Signed("ref: G-1234-5678", none) {
			t.Errorf("%x passes for a signature", none)
		}
	}
}

func TestEachPurposeHasAKeyOfItsOwn(t *testing.T) {
	v := open(t, secret)
	flash, cookie := v.Key("flash"), v.Key("cookie")
	if len(flash) != 32 || bytes.Equal(flash, cookie) || !bytes.Equal(flash, v.Key("flash")) {
		t.Error("keys are not one for each purpose")
	}
	if bytes.Contains([]byte(secret), flash) || bytes.Equal(flash, open(t, secret+"!").Key("flash")) {
		t.Error("a key does not come from the secret alone")
	}
}

func TestAPasswordIsKnownByItsHash(t *testing.T) {
	v := open(t, secret)
	hash, err := v.HashPassword(t.Context(), "correct horse")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(hash, "$argon2id$v=19$m=19456,t=2,p=1$") || strings.Contains(hash, "horse") {
		t.Errorf("the hash is %s", hash)
	}
	if again, _ := v.HashPassword(t.Context(), "correct horse"); again == hash {
		t.Error("two hashes of one password are the same")
	}
	for password, want := range map[string]bool{"correct horse": true, "Correct horse": false, "correct horse ": false, "": false} {
		if got, err := v.PasswordMatches(t.Context(), password, hash); got != want || err != nil {
			t.Errorf("%q matches: %v, %v", password, got, err)
		}
	}
	if got, err := v.PasswordMatches(t.Context(), "correct horse", ""); got || err != nil {
		t.Errorf("nobody's hash matches: %v, %v", got, err)
	}
	if got, err := v.PasswordMatches(t.Context(), "correct horse", "not a hash"); got || err == nil {
		t.Errorf("a broken hash matches: %v, %v", got, err)
	}
}

// T25: hashing takes memory and a core, so that only a few run at once and the others wait, as long as they may.
func TestT25_WhoeverFindsNoSlotToHashWaits(t *testing.T) {
	v := open(t, secret)
	free := v.FillSlots()
	ended, end := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer end()
	if _, err := v.HashPassword(ended, "x"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("it was hashed, or failed otherwise: %v", err)
	}
	if _, err := v.PasswordMatches(ended, "x", ""); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("nobody's password was hashed, or failed otherwise: %v", err)
	}
	hashed := make(chan error)
	go func() {
		_, err := v.HashPassword(t.Context(), "x")
		hashed <- err
	}()
	select {
	case err := <-hashed:
		t.Fatalf("it did not wait: %v", err)
	case <-time.After(20 * time.Millisecond):
	}
	free()
	if err := <-hashed; err != nil {
		t.Error(err)
	}
	if _, err := v.PasswordMatches(t.Context(), "x", ""); err != nil {
		t.Errorf("a slot was not given back: %v", err)
	}
}

func TestAFingerprintKnowsTextsAgainAndTellsNothing(t *testing.T) {
	one, other := open(t, secret), open(t, "another secret of more than thirty-two bytes")
	print := one.Fingerprint("photo", "1")
	if again := open(t, secret).Fingerprint("photo", "1"); again != print {
		t.Errorf("the same texts are %x and %x", print, again)
	}
	for name, differs := range map[string][16]byte{
		"another key":           other.Fingerprint("photo", "1"),
		"another text":          one.Fingerprint("photo", "2"),
		"another order":         one.Fingerprint("1", "photo"),
		"a text more":           one.Fingerprint("photo", "1", ""),
		"parted somewhere else": one.Fingerprint("phot", "o1"),
		"in one":                one.Fingerprint("photo1"),
	} {
		if differs == print {
			t.Errorf("%s makes no difference", name)
		}
	}
}
