package app

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"strings"

	"github.com/caarlos0/env/v11"

	"jolara.com/privacy/models"
)

// Config is every setting, read from the environment.
type Config struct {
	Addr        string `env:"ADDR" envDefault:"127.0.0.1:8080" help:"address and port to listen on"`
	BaseURL     string `env:"BASE_URL" help:"address under which people reach the portal (default: http://localhost and ADDR's port)"`
	DatabaseURL string `env:"DATABASE_URL" help:"postgres://…; without it a private PostgreSQL in DATA_DIR"`
	DataDir     string `env:"DATA_DIR" envDefault:"./data" help:"folder for the private PostgreSQL, its key, files and the mail that is not sent"`
	FilesURL    string `env:"FILES_URL" help:"file:///folder or s3://bucket?region=…; without it photos and recordings lie in DATA_DIR/files"`
	SMTPURL     string `env:"SMTP_URL" help:"smtp://user:password@host:587 or smtps://…; without it mail lands in DATA_DIR/mail and on /dev/mail"`
	MailFrom    string `env:"MAIL_FROM" envDefault:"Jolara Privacy <privacy@localhost>" help:"sender of the portal's mail"`
	SecretKey   string `env:"SECRET_KEY" help:"at least 32 bytes from which all keys are derived; needed with DATABASE_URL, otherwise made and kept in DATA_DIR"`
	GuardianAge int    `env:"GUARDIAN_AGE" envDefault:"18" help:"up to which age a guardian decides: 18, or 14, which is the law's least"`
	LogFormat   string `env:"LOG_FORMAT" envDefault:"text" help:"text or json"`
}

// readConfig reads the settings, or says which of them is wrong.
func readConfig() (Config, error) {
	c, err := env.ParseAs[Config]()
	if err != nil {
		return c, fmt.Errorf("read settings: %w", err)
	}
	if c.BaseURL == "" {
		_, port, err := net.SplitHostPort(c.Addr)
		if err != nil {
			return c, fmt.Errorf("ADDR: %w", err)
		}
		c.BaseURL = "http://" + net.JoinHostPort("localhost", port)
	}
	if c.DatabaseURL != "" && c.SecretKey == "" {
		return c, errors.New("SECRET_KEY is needed with DATABASE_URL: at least 32 random bytes, the same for every instance")
	}
	if age := models.GuardianAge(c.GuardianAge); age != models.GuardianTo18 && age != models.GuardianTo14 {
		return c, errors.New("GUARDIAN_AGE is 18 or 14")
	}
	if c.LogFormat != "text" && c.LogFormat != "json" {
		return c, errors.New("LOG_FORMAT is text or json")
	}
	return c, nil
}

// filesURL is where photos and recordings lie.
func (c Config) filesURL() (string, error) {
	if c.FilesURL != "" {
		return c.FilesURL, nil
	}
	folder, err := filepath.Abs(filepath.Join(c.DataDir, "files"))
	if err != nil {
		return "", fmt.Errorf("find DATA_DIR: %w", err)
	}
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(folder)}).String(), nil
}

// isDemo tells whether this is the portal with nothing configured, which may hold a demo world.
func (c Config) isDemo() bool { return c.DatabaseURL == "" && c.SMTPURL == "" }

func (c Config) baseURL() (*url.URL, error) {
	u, err := url.Parse(c.BaseURL)
	if err != nil || u.Host == "" || (u.Scheme != "http" && u.Scheme != "https") || strings.Trim(u.Path, "/") != "" {
		return nil, errors.New("BASE_URL is an address such as https://privacy.example.com")
	}
	u.Path = ""
	return u, nil
}

func (c Config) logger(w io.Writer) *slog.Logger {
	if c.LogFormat == "json" {
		return slog.New(slog.NewJSONHandler(w, nil))
	}
	return slog.New(slog.NewTextHandler(w, nil))
}

// secret returns the key that all keys are derived from. Without a setting it is made once and kept in DataDir.
func (c Config) secret() ([]byte, error) {
	if c.SecretKey != "" {
		return []byte(c.SecretKey), nil
	}
	path := filepath.Join(c.DataDir, "secret.key")
	kept, err := os.ReadFile(path)
	if err == nil {
		return kept, nil
	}
	if !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("read the secret key: %w", err)
	}
	random := make([]byte, 32)
	_, _ = rand.Read(random) // never fails, see crypto/rand
	made := []byte(hex.EncodeToString(random))
	if err := os.WriteFile(path, made, 0o600); err != nil {
		return nil, fmt.Errorf("keep the secret key: %w", err)
	}
	return made, nil
}

// settingsHelp lists every setting with its default, for --help.
func settingsHelp() string {
	var b strings.Builder
	b.WriteString("Settings (environment variables):\n")
	for field := range reflect.TypeFor[Config]().Fields() {
		text := field.Tag.Get("help")
		if byDefault := field.Tag.Get("envDefault"); byDefault != "" {
			text += " (default: " + byDefault + ")"
		}
		fmt.Fprintf(&b, "  %-13s %s\n", field.Tag.Get("env"), text)
	}
	return b.String()
}
