package io.freshet.security;

import java.net.URI;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.web.server.DefaultServerRedirectStrategy;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.security.web.server.csrf.CsrfToken;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;

/**
 * Answers those who ask for the page of administrators and may not see it: sends them to
 * the issuer, or says what they lack. Programs get problem documents as everywhere.
 */
@Component
class PageProblems implements ServerAuthenticationEntryPoint, ServerAccessDeniedHandler {

	private static final String SCOPE = ScopeRules.authority("");

	private final SecurityProblems problems;

	private final SecurityProperties properties;

	private final Pages pages;

	PageProblems(SecurityProblems problems, SecurityProperties properties, Pages pages) {
		this.problems = problems;
		this.properties = properties;
		this.pages = pages;
	}

	@Override
	public Mono<Void> commence(ServerWebExchange exchange, AuthenticationException ex) {
		if (!isPage(exchange)) {
			return this.problems.commence(exchange, ex);
		}
		if (this.properties.issuerUri() != null && this.properties.clientId() == null) {
			return this.pages.write(exchange, HttpStatus.NOT_FOUND, "no-sign-in", Map.of());
		}
		return new DefaultServerRedirectStrategy().sendRedirect(exchange, URI.create(SignInPaths.START));
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, AccessDeniedException denied) {
		if (!isPage(exchange)) {
			return this.problems.handle(exchange, denied);
		}
		return exchange.getPrincipal()
			.zipWith(exchange.<Mono<CsrfToken>>getAttributeOrDefault(CsrfToken.class.getName(), Mono.empty()))
			.flatMap((both) -> this.pages.write(exchange, HttpStatus.FORBIDDEN, "forbidden",
					model(both.getT1(), both.getT2())));
	}

	private static Map<String, Object> model(Principal who, CsrfToken csrf) {
		return Map.of("name", who.getName(), "scopes", scopes(who), "needed", ScopeRules.CACHE_ADMIN, "csrfParameter",
				csrf.getParameterName(), "csrfToken", csrf.getToken());
	}

	private static boolean isPage(ServerWebExchange exchange) {
		return HttpMethod.GET.equals(exchange.getRequest().getMethod())
				&& exchange.getRequest().getPath().value().equals(SignInPaths.ADMIN);
	}

	private static List<String> scopes(Principal who) {
		return (who instanceof Authentication authentication) ? authentication.getAuthorities()
			.stream()
			.map(GrantedAuthority::getAuthority)
			.filter(Objects::nonNull)
			.filter((authority) -> authority.startsWith(SCOPE))
			.map((authority) -> authority.substring(SCOPE.length()))
			.toList() : List.of();
	}

}
