/// Raw memory that somebody allocated and will free: a word, so that it can stand in arrays.
@safe
struct Storage: BitwiseCopyable {
    let start: UnsafeMutableRawPointer

    init(_ start: UnsafeMutableRawPointer) {
        unsafe self.start = start
    }

    init(byteCount: Int) {
        unsafe start = .allocate(byteCount: byteCount, alignment: 64)
    }

    func deallocate() {
        unsafe start.deallocate()
    }
}
