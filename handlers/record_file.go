package handlers

import (
	"encoding/base64"
	"encoding/json"
	"time"

	"github.com/labstack/echo/v4"

	"jolara.com/privacy/models"
	"jolara.com/privacy/models/store"
	"jolara.com/privacy/views/papers"
)

// recordFile is a guardian's record as a file: its fields, and the portal's signature over them.
type recordFile struct {
	Ref           string                  `json:"ref"`
	At            string                  `json:"at"`
	Child         string                  `json:"child"`
	Guardian      string                  `json:"guardian"`
	Relation      models.Relation         `json:"relation"`
	Email         string                  `json:"email"`
	Yes           []models.PermissionKind `json:"yes"`
	No            []models.PermissionKind `json:"no"`
	Statement     string                  `json:"statement"`
	RulesHash     string                  `json:"rules_sha256"`
	PolicyVersion string                  `json:"policy_version"`
	PolicyHash    string                  `json:"policy_hash"`
	Language      models.Locale           `json:"language"`
	Paper         *paperInFile            `json:"paper,omitempty"`
	Signature     string                  `json:"signature"`
}

// paperInFile is the sheet on which a record stands.
type paperInFile struct {
	Ref       string `json:"ref"`
	At        string `json:"at"`
	Photo     string `json:"photo_sha256"`
	CheckedBy string `json:"checked_by"`
}

// recordTime is how the time of a record stands in its file: to the microsecond, as it was signed.
const recordTime = time.RFC3339Nano

func newRecordFile(r store.SignedRecord) recordFile {
	file := recordFile{
		Ref: r.Ref, At: r.At.UTC().Format(recordTime), Child: r.Child, Guardian: r.Guardian, Relation: r.Relation, Email: r.Email,
		Yes: orEmpty(r.Yes), No: orEmpty(r.No), Statement: r.Statement, RulesHash: r.RulesHash, PolicyVersion: r.PolicyVersion, PolicyHash: r.PolicyHash,
		Language: r.Locale, Signature: base64.StdEncoding.EncodeToString(r.Signature),
	}
	if p := r.Paper; p != nil {
		file.Paper = &paperInFile{p.Ref, p.At.UTC().Format(recordTime), p.Photo, p.CheckedBy}
	}
	return file
}

// savePaper answers with a guardian's record on paper.
func (p *portal) savePaper(c echo.Context, r store.SignedRecord) error {
	paper, err := papers.Record(c.Request().Context(), r.GuardianRecord, r.Signature, p.BaseURL.JoinPath("verify-receipt").String())
	if err != nil {
		return err
	}
	return saveFile(c, r.Ref+".pdf", "application/pdf", paper)
}

func orEmpty[E any](list []E) []E {
	if list == nil {
		return []E{}
	}
	return list
}

// readRecordFile reads what a record's file says.
func readRecordFile(text string) (record models.GuardianRecord, signature []byte, err error) {
	var file recordFile
	if err := json.Unmarshal([]byte(text), &file); err != nil {
		return record, nil, err
	}
	at, err := time.Parse(recordTime, file.At)
	if err != nil {
		return record, nil, err
	}
	if signature, err = base64.StdEncoding.DecodeString(file.Signature); err != nil {
		return record, nil, err
	}
	record = models.GuardianRecord{
		Ref: file.Ref, At: at, Child: file.Child, Guardian: file.Guardian, Relation: file.Relation, Email: file.Email, Yes: file.Yes, No: file.No,
		Statement: file.Statement, RulesHash: file.RulesHash, PolicyVersion: file.PolicyVersion, PolicyHash: file.PolicyHash, Locale: file.Language,
	}
	if p := file.Paper; p != nil {
		sent, err := time.Parse(recordTime, p.At)
		if err != nil {
			return record, nil, err
		}
		record.Paper = &models.PaperProof{Ref: p.Ref, At: sent, Photo: p.Photo, CheckedBy: p.CheckedBy}
	}
	return record, signature, nil
}
