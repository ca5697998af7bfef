package io.freshet.caching.web;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

/** Starts {@link ThingsApplication} with its routes cached, on a real port. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(classes = ThingsApplication.class, webEnvironment = WebEnvironment.RANDOM_PORT, properties = {
		"freshet.caching.http.routes[0].pattern=/things/cookies/**",
		"freshet.caching.http.routes[0].ignore-cookies=true", "freshet.caching.http.routes[1].pattern=/things/all/**",
		"freshet.caching.http.routes[2].pattern=/things/standard/**", "freshet.caching.http.routes[2].profile=standard",
		"freshet.caching.http.routes[3].pattern=/things/listed/**", "freshet.caching.http.routes[3].profile=standard",
		"freshet.caching.http.routes[3].query=page", "freshet.caching.http.routes[4].pattern=/things/lasting/**",
		"freshet.caching.http.routes[4].profile=standard", "freshet.caching.http.routes[4].ttl=1m",
		"freshet.caching.http.routes[5].pattern=/things/mine/**",
		"freshet.caching.http.routes[5].principal-scoped=true",
		"freshet.caching.http.routes[6].pattern=/things/tenant/**",
		"freshet.caching.http.routes[6].keyed-headers=X-Tenant,X-Region",
		"freshet.caching.http.routes[6].keep-stale=2m", "freshet.caching.http.routes[7].pattern=/annotated/standard/**",
		"freshet.caching.http.routes[7].profile=standard",
		"freshet.caching.http.routes[8].pattern=/things/compressed/**",
		"freshet.caching.http.routes[8].compression-threshold=200B",
		"freshet.caching.http.routes[9].pattern=/things/**", "freshet.caching.http.routes[9].ttl=1m",
		"freshet.caching.http.routes[9].query=page,size", "freshet.caching.http.routes[9].statuses=200,404",
		"freshet.caching.http.routes[9].max-body-size=1KB",
		"freshet.caching.http.routes[10].pattern=/annotated/cookies/**",
		"freshet.caching.http.routes[10].ignore-cookies=true", "freshet.caching.http.routes[11].pattern=/annotated/**",
		"freshet.caching.http.routes[11].statuses=200,404", "freshet.caching.http.exclude=/things/excluded/**",
		"freshet.caching.ledger.staleness-bound=20s", "logging.level.io.freshet=debug" })
@ExtendWith(NoLeaks.class)
@interface ThingsTest {

}
