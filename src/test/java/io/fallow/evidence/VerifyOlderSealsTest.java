package io.fallow.evidence;

import io.fallow.run.SealedNights;

/** The same of seals of a version that ordered decisions by their key. */
class VerifyOlderSealsTest extends VerifyTest {

    @Override
    SealedNights sealed() {
        return new SealedNights().resealedByKey();
    }

    @Override
    String firstFrom300To2400() {
        return "300";
    }
}
