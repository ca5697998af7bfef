package io.freshet.security;

import java.time.InstantSource;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.SecurityWebFiltersOrder;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.config.web.server.ServerHttpSecurity.HeaderSpec;
import org.springframework.security.oauth2.client.authentication.OAuth2AuthorizationCodeReactiveAuthenticationManager;
import org.springframework.security.oauth2.client.endpoint.OAuth2AuthorizationCodeGrantRequest;
import org.springframework.security.oauth2.client.endpoint.ReactiveOAuth2AccessTokenResponseClient;
import org.springframework.security.oauth2.client.web.server.DefaultServerOAuth2AuthorizationRequestResolver;
import org.springframework.security.oauth2.client.web.server.OAuth2AuthorizationRequestRedirectWebFilter;
import org.springframework.security.oauth2.client.web.server.ServerOAuth2AuthorizationCodeAuthenticationTokenConverter;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthorizationException;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.security.web.server.authentication.AuthenticationWebFilter;
import org.springframework.security.web.server.context.NoOpServerSecurityContextRepository;
import org.springframework.security.web.server.csrf.CookieServerCsrfTokenRepository;
import org.springframework.security.web.server.csrf.CsrfWebFilter;
import org.springframework.security.web.server.header.ReferrerPolicyServerHttpHeadersWriter.ReferrerPolicy;
import org.springframework.security.web.server.util.matcher.AndServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.PathPatternParserServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatcher.MatchResult;
import org.springframework.security.web.server.util.matcher.ServerWebExchangeMatchers;

import reactor.core.publisher.Mono;

/**
 * The page of administrators, and signing in to it.
 * <p>
 * No instance remembers who is signed in: the token itself travels in a cookie, and
 * counts there for the page and the routes behind it alone. As a browser adds a cookie by
 * itself, whoever changes something by it must prove that our page asked; a token in the
 * header is its own proof.
 */
@Configuration(proxyBeanMethods = false)
class PageSecurityConfiguration {

	/**
	 * Nothing but what this application serves, and nothing that stands in the page
	 * itself.
	 */
	private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
			+ " img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

	private static final int BEFORE_ADMINISTRATION = 1;

	private static final int BEFORE_ALL_OTHERS = 2;

	@Bean
	@Order(BEFORE_ADMINISTRATION)
	SecurityWebFilterChain signInChain(ServerHttpSecurity http, SignInClients clients,
			ReactiveOAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> tokens,
			SecurityProperties properties, SignInOutcome outcome, SecurityProblems problems) {
		SignInRequests requests = SignInRequests.of(properties, InstantSource.system());
		return withoutSessions(http)
			.securityMatcher(ServerWebExchangeMatchers.pathMatchers("/admin/sign-in/**", SignInPaths.SIGN_OUT,
					SignInPaths.SIGNED_OUT, SignInPaths.ASSETS))
			.authorizeExchange((exchanges) -> exchanges.anyExchange().permitAll())
			.addFilterAt(leaving(clients, requests), SecurityWebFiltersOrder.HTTP_BASIC)
			.addFilterAt(comingBack(clients, requests, tokens, outcome), SecurityWebFiltersOrder.AUTHENTICATION)
			.csrf((csrf) -> csrf.csrfTokenRepository(csrfTokens())
				.requireCsrfProtectionMatcher(
						ServerWebExchangeMatchers.pathMatchers(HttpMethod.POST, SignInPaths.SIGN_OUT))
				.accessDeniedHandler(problems))
			.build();
	}

	@Bean
	@Order(BEFORE_ALL_OTHERS)
	SecurityWebFilterChain administrationChain(ServerHttpSecurity http, PageProblems problems) {
		return withoutSessions(http)
			.securityMatcher(ServerWebExchangeMatchers.pathMatchers("/admin/**", "/api/v1/cache/**"))
			.authorizeExchange((exchanges) -> exchanges.pathMatchers(SignInPaths.SESSION)
				.authenticated()
				.anyExchange()
				.hasAuthority(ScopeRules.authority(ScopeRules.CACHE_ADMIN)))
			.oauth2ResourceServer((server) -> server.jwt(Customizer.withDefaults())
				.bearerTokenConverter(new TokenConverter())
				.authenticationEntryPoint(problems)
				.accessDeniedHandler(problems))
			.exceptionHandling((handling) -> handling.authenticationEntryPoint(problems).accessDeniedHandler(problems))
			.csrf((csrf) -> csrf.csrfTokenRepository(csrfTokens())
				.requireCsrfProtectionMatcher(
						new AndServerWebExchangeMatcher(CsrfWebFilter.DEFAULT_CSRF_MATCHER, authenticatedByCookie()))
				.accessDeniedHandler(problems))
			.build();
	}

	private static ServerHttpSecurity withoutSessions(ServerHttpSecurity http) {
		return http.headers(PageSecurityConfiguration::headers)
			.securityContextRepository(NoOpServerSecurityContextRepository.getInstance())
			.requestCache(ServerHttpSecurity.RequestCacheSpec::disable)
			.httpBasic(ServerHttpSecurity.HttpBasicSpec::disable)
			.formLogin(ServerHttpSecurity.FormLoginSpec::disable)
			.logout(ServerHttpSecurity.LogoutSpec::disable);
	}

	private static void headers(HeaderSpec headers) {
		headers.contentSecurityPolicy((policy) -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
			.referrerPolicy((referrer) -> referrer.policy(ReferrerPolicy.NO_REFERRER));
	}

	/** To the issuer, with a challenge that only who left can meet. */
	private static OAuth2AuthorizationRequestRedirectWebFilter leaving(SignInClients clients, SignInRequests requests) {
		OAuth2AuthorizationRequestRedirectWebFilter filter = new OAuth2AuthorizationRequestRedirectWebFilter(
				new DefaultServerOAuth2AuthorizationRequestResolver(clients,
						new PathPatternParserServerWebExchangeMatcher(
								"/admin/sign-in/{registrationId:" + SignInClients.REGISTRATION + "}")));
		filter.setAuthorizationRequestRepository(requests);
		return filter;
	}

	/** Back from the issuer, with a code that is exchanged for a token. */
	private static AuthenticationWebFilter comingBack(SignInClients clients, SignInRequests requests,
			ReactiveOAuth2AccessTokenResponseClient<OAuth2AuthorizationCodeGrantRequest> tokens,
			SignInOutcome outcome) {
		ReactiveAuthenticationManager exchange = new OAuth2AuthorizationCodeReactiveAuthenticationManager(tokens);
		AuthenticationWebFilter filter = new AuthenticationWebFilter(
				(ReactiveAuthenticationManager) (code) -> exchange.authenticate(code)
					.onErrorMap(OAuth2AuthorizationException.class, PageSecurityConfiguration::refused));
		ServerOAuth2AuthorizationCodeAuthenticationTokenConverter converter = new ServerOAuth2AuthorizationCodeAuthenticationTokenConverter(
				clients);
		converter.setAuthorizationRequestRepository(requests);
		filter.setServerAuthenticationConverter((request) -> converter.convert(request)
			.onErrorMap(OAuth2AuthorizationException.class, PageSecurityConfiguration::refused));
		filter.setRequiresAuthenticationMatcher(ServerWebExchangeMatchers.pathMatchers(SignInPaths.RETURN));
		filter.setAuthenticationSuccessHandler(outcome);
		filter.setAuthenticationFailureHandler(outcome);
		return filter;
	}

	private static OAuth2AuthenticationException refused(OAuth2AuthorizationException ex) {
		return new OAuth2AuthenticationException(ex.getError(), String.valueOf(ex.getMessage()), ex);
	}

	private static CookieServerCsrfTokenRepository csrfTokens() {
		CookieServerCsrfTokenRepository repository = new CookieServerCsrfTokenRepository();
		repository.setCookieName("freshet-csrf");
		repository.setCookieCustomizer((cookie) -> cookie.httpOnly(true).sameSite("Strict"));
		return repository;
	}

	private static ServerWebExchangeMatcher authenticatedByCookie() {
		return (exchange) -> (exchange.getRequest().getHeaders().containsHeader(HttpHeaders.AUTHORIZATION)
				|| Cookies.TOKEN.read(exchange) == null) ? MatchResult.notMatch() : MatchResult.match();
	}

}
