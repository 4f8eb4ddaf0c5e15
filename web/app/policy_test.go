package app

import (
	"testing"
	"time"

	"jolara.com/privacy/models"
)

func TestTheDemoAgreementMakesEveryPromiseOnce(t *testing.T) {
	policy, err := models.ParsePolicy(demoPolicy)
	if err != nil {
		t.Fatal(err)
	}
	made := map[int]int{}
	for _, clause := range policy.Clauses {
		for _, n := range clause.Obligations {
			made[n]++
		}
	}
	for n := 1; n <= models.LastObligation; n++ {
		if made[n] != 1 {
			t.Errorf("promise %d is made %d times", n, made[n])
		}
	}
	if !policy.InForce(time.Now()) {
		t.Errorf("it does not count before %s", policy.Effective)
	}
}
