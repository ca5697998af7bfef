package io.freshet.caching.observation;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.noop.NoopTimer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.http.server.reactive.observation.ServerRequestObservationConvention;

import io.freshet.caching.http.CacheStatus;
import io.freshet.caching.netty.HitListener;
import io.freshet.caching.store.ResponseOutcome;
import io.freshet.caching.web.InternalRequest;
import io.freshet.caching.web.InternalResponse;
import io.freshet.caching.web.ToldStatus;

/**
 * Times hits that were answered in front of WebFlux with the timer of its requests, under
 * the tags that a hit in the filter has, so that the meters of requests count all of
 * them. An observation for each would cost more than the hit. The tags that Spring gives
 * a hit depend on its status code alone, so the convention is asked once for each.
 */
public final class HitTimer implements HitListener {

	private static final URI ANY = URI.create("http://localhost/");

	private final ServerRequestObservationConvention convention;

	private final ObservationRegistry observations;

	private final MeterRegistry meters;

	private final Map<Integer, Timer> timers = new ConcurrentHashMap<>();

	/**
	 * Makes a timer.
	 * @param convention says name and tags of the observation of a request
	 * @param observations says whether requests are observed at all
	 * @param meters has the timers
	 */
	public HitTimer(ServerRequestObservationConvention convention, ObservationRegistry observations,
			MeterRegistry meters) {
		this.convention = convention;
		this.observations = observations;
		this.meters = meters;
	}

	@Override
	public void answered(int status, long nanos) {
		Timer timer = this.timers.get(status);
		if (timer == null) {
			timer = this.timers.computeIfAbsent(status, this::timer);
		}
		timer.record(nanos, TimeUnit.NANOSECONDS);
	}

	private Timer timer(int status) {
		ServerRequestObservationContext context = hit(status);
		Observation observation = Observation.createNotStarted(null, this.convention, () -> context, this.observations);
		if (observation.isNoop()) {
			return new NoopTimer(new Meter.Id("none", Tags.empty(), null, null, Meter.Type.TIMER));
		}
		context.addLowCardinalityKeyValues(this.convention.getLowCardinalityKeyValues(context));
		Tags tags = Tags.of("error", "none");
		for (KeyValue key : new ResponseStatusObservation().map(context).getLowCardinalityKeyValues()) {
			tags = tags.and(key.getKey(), key.getValue());
		}
		return this.meters.timer(String.valueOf(this.convention.getName()), tags);
	}

	private static ServerRequestObservationContext hit(int status) {
		InternalResponse response = new InternalResponse();
		response.setStatusCode(HttpStatusCode.valueOf(status));
		Map<String, Object> attributes = new HashMap<>();
		new ToldStatus(ResponseOutcome.HIT, CacheStatus.hit(0)).note(attributes);
		return new ServerRequestObservationContext(new InternalRequest(HttpMethod.GET, ANY, null, HttpHeaders.EMPTY),
				response, attributes);
	}

}
