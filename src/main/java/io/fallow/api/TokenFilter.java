package io.fallow.api;

import io.fallow.settings.ApiSettings;
import io.fallow.settings.ApiSettings.Scope;
import io.fallow.settings.ApiSettings.Token;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Lets nobody in without a token of the scope that the request wants: questions want read, all else wants act. Digests of all tokens are
 * compared, each to its end, so that the time it takes says nothing of how much of one was right.
 */
final class TokenFilter extends OncePerRequestFilter {

    private static final Logger log = LoggerFactory.getLogger(TokenFilter.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SCHEME = "bearer ";
    private static final Set<String> QUESTIONS = Set.of("GET", "HEAD");

    private final List<Known> known = new ArrayList<>();

    /** @param digest of the secret, which is not kept */
    @SuppressWarnings("ArrayRecordComponent") // compared in constant time, and by nothing else
    private record Known(String name, byte[] digest, Set<Scope> scopes) {}

    TokenFilter(ApiSettings settings) {
        settings.tokens().forEach((name, token) -> known.add(known(name, token)));
    }

    private static Known known(String name, Token token) {
        return new Known(
                name,
                digest(Objects.requireNonNull(token.secret())),
                Set.copyOf(Objects.requireNonNull(token.scopes())));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (known.isEmpty()) {
            refuse(
                    response,
                    HttpStatus.FORBIDDEN,
                    "the API is off: no token is configured; set FALLOW_API_TOKENS_NAME_SECRET and _SCOPES");
            return;
        }
        Known token = find(request.getHeader(HttpHeaders.AUTHORIZATION));
        if (token == null) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
            refuse(
                    response,
                    HttpStatus.UNAUTHORIZED,
                    "no token, or an unknown one; send a header `Authorization: Bearer TOKEN`");
            return;
        }
        Scope wanted = QUESTIONS.contains(request.getMethod()) ? Scope.READ : Scope.ACT;
        if (!token.scopes.contains(wanted)) {
            String scope = wanted.name().toLowerCase(Locale.ROOT);
            refuse(
                    response,
                    HttpStatus.FORBIDDEN,
                    "token " + token.name + " has no scope " + scope + "; use one that has it");
            return;
        }
        chain.doFilter(request, response);
        if (wanted == Scope.ACT) {
            // the path is as it was sent, encoded, and has no more of the account than its key
            log.info(
                    "api: {} {} with token {}: {}",
                    request.getMethod(),
                    request.getRequestURI(),
                    token.name,
                    response.getStatus());
        }
    }

    private @Nullable Known find(@Nullable String header) {
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        byte[] sent = digest(header.substring(SCHEME.length()).strip());
        Known found = null;
        for (Known token : known) {
            if (MessageDigest.isEqual(token.digest, sent)) {
                found = token;
            }
        }
        return found;
    }

    private static byte[] digest(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each Java has SHA-256", e);
        }
    }

    private static void refuse(HttpServletResponse response, HttpStatus status, String detail) throws IOException {
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("title", status.getReasonPhrase());
        problem.put("status", status.value());
        problem.put("detail", detail);
        response.setStatus(status.value());
        response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
        response.getOutputStream().write(JSON.writeValueAsBytes(problem));
    }
}
