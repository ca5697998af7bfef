package io.freshet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.springframework.util.FileSystemUtils;

/**
 * Where the data of the servers are kept, for one application at a time.
 *
 * @param path the folder
 * @param lock is held until the process ends, however it ends
 */
record DataFolder(Path path, FileChannel lock) {

	static DataFolder lock(Path path) {
		try {
			Files.createDirectories(path);
			FileChannel lock = FileChannel.open(path.resolve("lock"), StandardOpenOption.CREATE,
					StandardOpenOption.WRITE);
			if (lock.tryLock() == null) {
				LocalFreshet.giveUp("Another Freshet is running on the data in " + path
						+ ". Stop it, or choose another folder: FRESHET_DATA=...");
			}
			return new DataFolder(path, lock);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot use the folder " + path, ex);
		}
	}

	Path postgres() {
		return this.path.resolve("postgres");
	}

	Path redis() {
		return this.path.resolve("redis");
	}

	void reset() {
		FileSystemUtils.deleteRecursively(postgres().toFile());
		FileSystemUtils.deleteRecursively(redis().toFile());
	}

}
