import ArgumentParser
import Glibc

/// The process: arguments in, an exit status out.
///
/// It is synchronous to the end. The data path belongs to one thread, and the first thing that asks the kernel for a
/// namespace must not find a second one (unshare(2) refuses a user namespace to a process with threads).
@main
enum EntryPoint {
    static func main() {
        StandardStream.prepare()
        do {
            var command = try Wirework.parseAsRoot()
            try command.run()
        } catch let status as ExitStatus {
            exit(status.rawValue)
        } catch {
            let isAnswer = Wirework.exitCode(for: error).isSuccess
            let stream: StandardStream = isAnswer ? .output : .error
            let isWritten = stream.write(Wirework.fullMessage(for: error) + "\n") == nil
            // The parser would exit with EX_USAGE (sysexits.h), which says here: the arguments are wrong.
            exit((!isAnswer ? .usage : isWritten ? .passed : ExitStatus.host).rawValue)
        }
    }
}
