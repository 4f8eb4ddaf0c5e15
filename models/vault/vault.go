// Package vault is the codec of personal values: every `personal` column is written and read here and nowhere else, so
// that sealing them later changes this one package. It also derives the portal's keys and hashes passwords.
package vault

import (
	"context"
	"crypto/ed25519"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"

	"github.com/alexedwards/argon2id"
	fastjson "github.com/segmentio/encoding/json"
)

// Vault holds the keys that are derived from the portal's one secret.
type Vault struct {
	secret  []byte
	lookup  []byte
	links   []byte
	prints  []byte
	codes   []byte
	signing ed25519.PrivateKey
	hashes  chan struct{}
}

// MinSecret is the fewest bytes that a secret may have.
const MinSecret = 32

// hashesAtOnce bounds how many argon2id runs happen at the same time: each takes 19 MiB and a core for some 70 ms (T25).
const hashesAtOnce = 4

// passwordCost is OWASP's first choice for argon2id; one thread, since several people sign in at once on few cores.
var passwordCost = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// New derives the keys from secret. It fails for a secret shorter than MinSecret bytes.
func New(secret []byte) (*Vault, error) {
	if len(secret) < MinSecret {
		return nil, fmt.Errorf("the secret key has %d bytes, %d are needed", len(secret), MinSecret)
	}
	v := &Vault{secret: secret, hashes: make(chan struct{}, hashesAtOnce)}
	v.lookup = v.Key("look-up of addresses")
	v.links = v.Key("link tokens")
	v.prints = v.Key("fingerprints")
	v.codes = v.Key("mailed codes")
	v.signing = ed25519.NewKeyFromSeed(v.Key("signed records"))
	return v, nil
}

// Key derives a key of 32 bytes for one purpose, by HKDF (RFC 5869).
func (v *Vault) Key(purpose string) []byte {
	key, err := hkdf.Key(sha256.New, v.secret, nil, "jolara privacy: "+purpose, sha256.Size)
	if err != nil {
		panic(err) // only a longer key than the hash allows fails
	}
	return key
}

// Seal turns a personal value into what its column holds.
func (v *Vault) Seal(value any) ([]byte, error) { return json.Marshal(value) }

// Open reads what Seal wrote. An empty column leaves value as it is. A page opens some fifty columns, and the standard library
// takes a tenth of the page's time for that.
func (v *Vault) Open(column []byte, value any) error {
	if len(column) == 0 {
		return nil
	}
	return fastjson.Unmarshal(column, value)
}

// Lookup returns the keyed hash under which an address is found without being stored in the clear.
func (v *Vault) Lookup(address string) []byte {
	mac := hmac.New(sha256.New, v.lookup)
	mac.Write([]byte(address))
	return mac.Sum(nil)
}

// Fingerprint returns 16 bytes of a keyed hash over texts in their order: alike for the same texts only, and telling nothing
// of them to whoever lacks the key.
func (v *Vault) Fingerprint(texts ...string) (sum [16]byte) {
	mac := hmac.New(sha256.New, v.prints)
	for _, text := range texts {
		var length [8]byte // so that no text runs into the next
		binary.BigEndian.PutUint64(length[:], uint64(len(text)))
		mac.Write(length[:])
		mac.Write([]byte(text))
	}
	copy(sum[:], mac.Sum(nil))
	return sum
}

// LinkToken makes the token of a letter's link from the id of its row, so that the token itself lies neither in the
// database nor in a job's arguments. The row holds only the token's SHA-256.
func (v *Vault) LinkToken(id string) string {
	mac := hmac.New(sha256.New, v.links)
	mac.Write([]byte(id))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

// Digits makes the six digits of a mailed code from what it is named by, so that the code itself lies nowhere.
func (v *Vault) Digits(id string) string {
	mac := hmac.New(sha256.New, v.codes)
	mac.Write([]byte(id))
	const codes = 1_000_000
	return fmt.Sprintf("%06d", binary.BigEndian.Uint64(mac.Sum(nil))%codes)
}

// Sign signs a text as the portal's own (Ed25519, RFC 8032): whoever holds it can have it checked later.
func (v *Vault) Sign(text string) []byte { return ed25519.Sign(v.signing, []byte(text)) }

// Signed tells whether a signature is the portal's over that text.
func (v *Vault) Signed(text string, signature []byte) bool {
	return ed25519.Verify(v.signing.Public().(ed25519.PublicKey), []byte(text), signature)
}

// HashPassword returns the argon2id hash of a password, with its salt and parameters. It waits for a free slot as long
// as ctx allows.
func (v *Vault) HashPassword(ctx context.Context, password string) (string, error) {
	if err := v.takeSlot(ctx); err != nil {
		return "", err
	}
	defer v.freeSlot()
	return argon2id.CreateHash(password, passwordCost)
}

// PasswordMatches tells whether the password belongs to the hash. An empty hash, which nobody has, costs as much as a
// real one and never matches, so that an unknown address answers like a wrong password (T4).
func (v *Vault) PasswordMatches(ctx context.Context, password, hash string) (bool, error) {
	if hash == "" {
		_, err := v.HashPassword(ctx, password)
		return false, err
	}
	if err := v.takeSlot(ctx); err != nil {
		return false, err
	}
	defer v.freeSlot()
	return argon2id.ComparePasswordAndHash(password, hash)
}

func (v *Vault) takeSlot(ctx context.Context) error {
	select {
	case v.hashes <- struct{}{}:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait to hash a password: %w", ctx.Err())
	}
}

func (v *Vault) freeSlot() { <-v.hashes }
