package io.fallow.settings;

import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Who may use the API of {@code fallow serve}.
 *
 * @param tokens by a name of their own, which the log shows; without one the API refuses everything
 */
public record ApiSettings(@DefaultValue Map<String, Token> tokens) {

    /** What a token lets its holder do: ask, or act on accounts. Neither includes the other. */
    public enum Scope {
        READ,
        ACT
    }

    /**
     * @param secret what callers send: 32 characters or more, from the environment only
     * @param scopes one or both
     */
    public record Token(@Nullable String secret, @Nullable Set<Scope> scopes) {

        @Override
        public String toString() {
            return "token of " + scopes;
        }
    }

    private static final int SHORTEST_SECRET = 32;

    public ApiSettings {
        tokens.forEach((name, token) -> {
            String secret = token.secret();
            if (secret == null || secret.length() < SHORTEST_SECRET || !secret.matches("[!-~]+")) {
                throw new SettingException("fallow.api.tokens." + name + ".secret must be " + SHORTEST_SECRET
                        + " printable characters or more, without spaces; `openssl rand -hex 32` makes one");
            }
            if (token.scopes() == null || token.scopes().isEmpty()) {
                throw new SettingException(
                        "fallow.api.tokens." + name + ".scopes is empty; it must be read, act, or read,act");
            }
        });
    }
}
