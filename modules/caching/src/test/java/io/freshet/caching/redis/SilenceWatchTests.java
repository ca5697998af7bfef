package io.freshet.caching.redis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.netty.channel.embedded.EmbeddedChannel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SilenceWatchTests {

	private final EmbeddedChannel channel = new EmbeddedChannel(new SilenceWatch(Duration.ofSeconds(2)));

	@BeforeEach
	void freeze() {
		this.channel.freezeTime();
	}

	@AfterEach
	void close() {
		this.channel.finishAndReleaseAll();
	}

	@Test
	void closesAConnectionThatDoesNotAnswer() {
		this.channel.writeOutbound("GET");

		pass(1999);
		assertThat(this.channel.isOpen()).isTrue();

		pass(1);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void countsFromTheFirstCallThatWasNotAnswered() {
		this.channel.writeOutbound("GET");
		pass(1500);
		this.channel.writeOutbound("GET");

		pass(500);

		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void leavesAConnectionThatAnswersAlone() {
		for (int call = 0; call < 10; call++) {
			this.channel.writeOutbound("GET");
			pass(1900);
			this.channel.writeInbound("value");
		}

		assertThat(this.channel.isOpen()).isTrue();
	}

	@Test
	void givesALaterCallTheWholeTime() {
		this.channel.writeOutbound("GET");
		this.channel.writeInbound("value");
		pass(1500);
		this.channel.writeOutbound("GET");

		pass(1900);
		assertThat(this.channel.isOpen()).isTrue();

		pass(100);
		assertThat(this.channel.isOpen()).isFalse();
	}

	@Test
	void leavesAConnectionAloneOnWhichNothingIsSent() {
		pass(100_000);

		assertThat(this.channel.isOpen()).isTrue();
	}

	@Test
	void passesOnWhatComesAndGoes() {
		this.channel.writeOutbound("GET");
		this.channel.writeInbound("value");

		assertThat(this.channel.<String>readOutbound()).isEqualTo("GET");
		assertThat(this.channel.<String>readInbound()).isEqualTo("value");
	}

	private void pass(long millis) {
		this.channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
		this.channel.runScheduledPendingTasks();
	}

}
