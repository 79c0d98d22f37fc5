package io.fallow.evidence;

/**
 * Where prints begin to differ from those that were sealed, and by what: when the decision found there was sealed further on, those in
 * between are gone; when the one sealed there is found further on, those in between are new; when neither, it was changed.
 *
 * @param index of the decision; the number of all when no print differs
 */
record FirstDifference(int index, boolean isRemoval, boolean isAddition) {

    static FirstDifference between(PrintWindow was, PrintWindow is) {
        int at = 0;
        while (at < was.length() && at < is.length() && was.at(at) == is.at(at)) {
            at++;
        }
        if (at == is.length() || at == was.length()) {
            return new FirstDifference(at, at < was.length(), at < is.length());
        }
        int removed = was.distance(is.at(at), at);
        int added = is.distance(was.at(at), at);
        boolean isRemoval = removed > 0 && (added == 0 || removed <= added);
        return new FirstDifference(at, isRemoval, added > 0 && !isRemoval);
    }
}
