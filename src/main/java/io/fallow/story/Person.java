package io.fallow.story;

/**
 * An owner in a story.
 *
 * @param account their account's key
 */
record Person(long account, String name, String handle) {

    String key() {
        return Long.toString(account);
    }
}
