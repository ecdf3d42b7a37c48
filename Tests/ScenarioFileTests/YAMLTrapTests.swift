import Testing

@Suite("Traps of YAML")
struct YAMLTrapTests {
    @Test("each is shown at its place, with help", arguments: cases)
    func shown(golden: Golden) {
        golden.check()
    }

    static let cases: [Golden] = [
        Golden(
            "an empty file",
            "",
            #"""
            lab.yaml:1:1: error: the file is empty
             1 |
               | ^
               = a scenario begins with `version: 1`
            """#),
        Golden(
            "only a comment",
            #"""
            # nothing
            """#,
            #"""
            lab.yaml:1:1: error: the file is empty
             1 | # nothing
               | ^
               = a scenario begins with `version: 1`
            """#),
        Golden(
            "a list",
            #"""
            - version: 1
            """#,
            #"""
            lab.yaml:1:1: error: expected a scenario as a mapping, found a list
             1 | - version: 1
               | ^
               = a scenario begins with `version: 1`
            """#),
        Golden(
            "a tab that indents",
            #"""
            version: 1
            topology:
            \#tnodes: {}
            """#,
            #"""
            lab.yaml:3:1: error: a tab cannot indent; use spaces
             3 |  nodes: {}
               | ^
            """#),
        Golden(
            "a plain percent sign",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic: { f: { kind: udp, from: h1, to: h2 } }
            expect:
              - f: { delivered: %5 }
            """#,
            #"""
            lab.yaml:5:21: error: a value cannot begin with `%` unless it is quoted
             5 |   - f: { delivered: %5 }
               |                     ^
               = quote what starts with > ! * & % @ [ { or a backtick: "10%"
            """#),
        Golden(
            "a plain at sign",
            #"""
            version: 1
            description: @home
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            """#,
            #"""
            lab.yaml:2:14: error: a value cannot begin with `@` unless it is quoted
             2 | description: @home
               |              ^
               = quote what starts with > ! * & % @ [ { or a backtick: "10%"
            """#),
        Golden(
            "a plain backtick",
            #"""
            version: 1
            description: `x`
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            """#,
            #"""
            lab.yaml:2:14: error: a value cannot begin with a backtick unless it is quoted
             2 | description: `x`
               |              ^
               = quote what starts with > ! * & % @ [ { or a backtick: "10%"
            """#),
        Golden(
            "an alias where text was meant",
            #"""
            version: 1
            description: *all
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            """#,
            #"""
            lab.yaml:2:14: error: this alias has no anchor above it
             2 | description: *all
               |              ^
               = quote what starts with > ! * & % @ [ { or a backtick: "10%"
            """#),
        Golden(
            "a comparison in braces",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic: { f: { kind: udp, from: h1, to: h2 } }
            expect:
              - f: { delivered: >= 1 }
            """#,
            #"""
            lab.yaml:5:21: error: a value cannot begin with `>` unless it is quoted
             5 |   - f: { delivered: >= 1 }
               |                     ^
               = quote what starts with > ! * & % @ [ { or a backtick: "10%"
            """#),
        Golden(
            "a comparison in a block",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic: { f: { kind: udp, from: h1, to: h2 } }
            expect:
              - f:
                  delivered: >= 1
            """#,
            #"""
            lab.yaml:6:18: error: `>` and `|` begin a text of several lines; a comparison is quoted
             6 |       delivered: >= 1
               |                  ^
               = write ">= 1"
            """#),
        Golden(
            "a comparison that is a tag",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic: { f: { kind: udp, from: h1, to: h2 } }
            expect:
              - f: { lost: != 0 }
            """#,
            #"""
            lab.yaml:5:16: error: tags are not used here
             5 |   - f: { lost: != 0 }
               |                ^~
               = the place decides the type; quote a value that begins with `!`: "!= 0"
            """#),
        Golden(
            "a tag",
            #"""
            version: 1
            seed: !!int 5
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            """#,
            #"""
            lab.yaml:2:7: error: tags are not used here
             2 | seed: !!int 5
               |       ^~~~~
               = the place decides the type; quote a value that begins with `!`: "!= 0"
            """#),
        Golden(
            "a parameter in braces",
            #"""
            version: 1
            params: { n: 5 }
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic:
              f: { kind: udp, from: h1, to: h2, count: ${n} }
            """#,
            #"""
            lab.yaml:5:44: error: `${...}` inside { } or [ ] must be quoted
             5 |   f: { kind: udp, from: h1, to: h2, count: ${n} }
               |                                            ^~~~
               = inside { } and [ ] also quote ${...}, c[1..8], text with a comma, and IPv6 that starts or ends with `:`
            """#),
        Golden(
            "IPv6 in braces",
            #"""
            version: 1
            topology:
              nodes:
                h1: { kind: host, ip: ::1 }
            """#,
            #"""
            lab.yaml:4:27: error: inside { } and [ ] text that begins with `:` is quoted
             4 |     h1: { kind: host, ip: ::1 }
               |                           ^
               = inside { } and [ ] also quote ${...}, c[1..8], text with a comma, and IPv6 that starts or ends with `:`
            """#),
        Golden(
            "IPv6 that ends with colons",
            #"""
            version: 1
            topology:
              nodes:
                h1: { kind: host, ip: fd00:: }
            """#,
            #"""
            lab.yaml:4:32: error: inside { } and [ ] text that ends with `:` is quoted
             4 |     h1: { kind: host, ip: fd00:: }
               |                                ^
               = inside { } and [ ] also quote ${...}, c[1..8], text with a comma, and IPv6 that starts or ends with `:`
            """#),
        Golden(
            "IPv6 in quotes",
            #"""
            version: 1
            topology:
              nodes:
                h1: { kind: host, ip: "fd00::1" }
            """#,
            #"""
            lab.yaml:4:27: error: `fd00::1` has no prefix length
             4 |     h1: { kind: host, ip: "fd00::1" }
               |                           ^~~~~~~~~ did you mean `fd00::1/64`?
               = an address with the length of its network: "fd00::1/64"
            """#),
        Golden(
            "text with a colon",
            #"""
            version: 1
            description: two: hosts
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            """#,
            #"""
            lab.yaml:2:17: error: a second `: ` on this line
             2 | description: two: hosts
               |                 ^
               = quote text that has `: ` in it, or put the inner mapping in { }
            """#),
        Golden(
            "text with a comma in braces",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic: { f: { kind: udp, from: h1, to: h2 } }
            expect:
              - { f: { delivered: all }, because: well, it must }
            """#,
            #"""
            lab.yaml:5:45: error: one line expects one thing: `f` or `it must`
             5 |   - { f: { delivered: all }, because: well, it must }
               |                                             ^~~~~~~
               = begin another line with `- `
               = inside { } and [ ] text with a comma is quoted
            """#),
        Golden(
            "a brace that stays open",
            #"""
            version: 1
            topology: { nodes: { h1: host }
            """#,
            #"""
            lab.yaml:2:32: error: expected `,` or `}`
             2 | topology: { nodes: { h1: host }
               |                                ^
            lab.yaml:2:11: note: the `{` that is still open
             2 | topology: { nodes: { h1: host }
               |           ^
               = inside { } and [ ] also quote ${...}, c[1..8], text with a comma, and IPv6 that starts or ends with `:`
            """#),
        Golden(
            "a bracket that stays open",
            #"""
            version: 1
            topology:
              links: [[h1, h2]
            traffic: {}
            """#,
            #"""
            lab.yaml:4:1: error: expected `,` or `]`
             4 | traffic: {}
               | ^
            lab.yaml:3:10: note: the `[` that is still open
             3 |   links: [[h1, h2]
               |          ^
               = inside { } and [ ] also quote ${...}, c[1..8], text with a comma, and IPv6 that starts or ends with `:`
            """#),
        Golden(
            "a quote that stays open",
            #"""
            version: 1
            description: "two hosts
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            """#,
            #"""
            lab.yaml:2:14: error: this quote is never closed
             2 | description: "two hosts
               |              ^
            """#),
        Golden(
            "a key without a colon",
            #"""
            version: 1
            topology
            traffic: {}
            """#,
            #"""
            lab.yaml:2:1: error: expected `:` after a key
             2 | topology
               | ^
               = write `key: value`
            """#),
        Golden(
            "indentation that fits nothing",
            #"""
            version: 1
            topology:
                nodes: { h1: host }
              links: []
            """#,
            #"""
            lab.yaml:4:3: error: expected a key; the indentation does not fit the lines above
             4 |   links: []
               |   ^
            lab.yaml:1:1: note: the mapping began here
             1 | version: 1
               | ^
            """#),
        Golden(
            "duplicate keys",
            #"""
            version: 1
            seed: 1
            clock: virtual
            seed: 2
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            """#,
            #"""
            lab.yaml:4:1: error: duplicate key `seed`
             4 | seed: 2
               | ^~~~
            lab.yaml:2:1: note: `seed` stands here already
             2 | seed: 1
               | ^
            """#),
        Golden(
            "duplicate nodes, and other mistakes",
            #"""
            version: 1
            topology:
              nodes:
                h1: host
                "h1": hub
                h2: hots
            """#,
            #"""
            lab.yaml:5:5: error: duplicate key `h1`
             5 |     "h1": hub
               |     ^~~~
            lab.yaml:4:5: note: `h1` stands here already
             4 |     h1: host
               |     ^
            lab.yaml:6:9: error: unknown kind of node `hots`
             6 |     h2: hots
               |         ^~~~ did you mean `host`?
               = kind of node: host, router, hub, switch, netdev
            """#),
        Golden(
            "duplicate keys in braces",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic:
              f: { kind: ping, from: h1, to: h2, to: h1 }
            """#,
            #"""
            lab.yaml:4:38: error: duplicate key `to`
             4 |   f: { kind: ping, from: h1, to: h2, to: h1 }
               |                                      ^~
            lab.yaml:4:30: note: `to` stands here already
             4 |   f: { kind: ping, from: h1, to: h2, to: h1 }
               |                              ^
            """#),
        Golden(
            "two documents",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            ---
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            """#,
            #"""
            lab.yaml:3:1: error: a file is one scenario: a second document begins here
             3 | ---
               | ^
            """#),
        Golden(
            "an unknown anchor",
            #"""
            version: 1
            x-a: *b
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            """#,
            #"""
            lab.yaml:2:6: error: this alias has no anchor above it
             2 | x-a: *b
               |      ^
               = quote what starts with > ! * & % @ [ { or a backtick: "10%"
            """#),
        Golden(
            "a merge of text",
            #"""
            version: 1
            topology:
              nodes:
                <<: h1
            """#,
            #"""
            lab.yaml:4:9: error: `<<` takes a mapping or a list of mappings, not a single value
             4 |     <<: h1
               |         ^~
            """#),
        Golden(
            "a list as a key",
            #"""
            version: 1
            [a, b]: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            """#,
            #"""
            lab.yaml:2:1: error: a key is plain text, not a list
             2 | [a, b]: 1
               | ^
            """#),
        Golden(
            "a control character",
            #"""
            version: 1
            description: a\#u{1}b
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            """#,
            #"""
            lab.yaml:2:15: error: a control character in the file
             2 | description: a�b
               |               ^
            """#),
        Golden(
            "no and off are words",
            #"""
            version: 1
            clock: no
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            """#,
            #"""
            lab.yaml:2:8: error: unknown clock `no`
             2 | clock: no
               |        ^~
               = clock: real, virtual
            """#),
        Golden(
            "yes is a node",
            #"""
            version: 1
            topology:
              nodes:
                yes: host
                no: hub
                on: uml
            """#,
            #"""
            lab.yaml:6:9: error: kind of node `uml` is not supported yet
             6 |     on: uml
               |         ^~~
            """#),
        Golden(
            "0110 is one hundred and ten, 1_000 a thousand",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic:
              f: { kind: udp, from: h1, to: h2, ttl: 0110, dscp: 0110 }
              g: { kind: udp, from: h1, to: h2, ttl: 1_000 }
            """#,
            #"""
            lab.yaml:4:54: error: 0110 is out of range: from 0 to 63
             4 |   f: { kind: udp, from: h1, to: h2, ttl: 0110, dscp: 0110 }
               |                                                      ^~~~
            lab.yaml:5:42: error: 1_000 is out of range: from 1 to 255
             5 |   g: { kind: udp, from: h1, to: h2, ttl: 1_000 }
               |                                          ^~~~~
            """#),
        Golden(
            "a pattern in brackets",
            #"""
            version: 1
            topology:
              nodes: { "c[1..8]": host, s1: switch }
              links:
                - [c[1..8], s1]
            """#,
            #"""
            lab.yaml:5:8: error: a pattern inside { } or [ ] must be quoted
             5 |     - [c[1..8], s1]
               |        ^~~~~~~
               = inside { } and [ ] also quote ${...}, c[1..8], text with a comma, and IPv6 that starts or ends with `:`
            """#),
        Golden(
            "a pattern in braces",
            #"""
            version: 1
            topology:
              nodes: { "c[1..8]": host, s1: switch }
              links:
                - { endpoints: [s1, c[*]] }
            """#,
            #"""
            lab.yaml:5:25: error: a pattern inside { } or [ ] must be quoted
             5 |     - { endpoints: [s1, c[*]] }
               |                         ^~~~
               = inside { } and [ ] also quote ${...}, c[1..8], text with a comma, and IPv6 that starts or ends with `:`
            """#),
        Golden(
            "a range as a key in braces",
            #"""
            version: 1
            topology:
              nodes: { c[1..8]: host, s1: switch }
            """#,
            #"""
            lab.yaml:3:12: error: a pattern inside { } or [ ] must be quoted
             3 |   nodes: { c[1..8]: host, s1: switch }
               |            ^~~~~~~
               = inside { } and [ ] also quote ${...}, c[1..8], text with a comma, and IPv6 that starts or ends with `:`
            """#),
        Golden(
            "a plain ampersand",
            #"""
            version: 1
            description: &c and d
            topology:
              nodes: { h1: &h, h2: host }
              links: [[h1, h2]]
            """#,
            #"""
            lab.yaml:4:12: error: node `h1` has no kind
             4 |   nodes: { h1: &h, h2: host }
               |            ^~
               = write `h1: host`; kinds are host, router, hub, switch and netdev
            lab.yaml:2:14: warning: nothing uses the anchor `&c`
             2 | description: &c and d
               |              ^~
               = quote text that begins with `&`
            lab.yaml:4:16: warning: nothing uses the anchor `&h`
             4 |   nodes: { h1: &h, h2: host }
               |                ^~
               = quote text that begins with `&`
            """#),
        Golden(
            "a plain bracket",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            description: [a] link
            """#,
            #"""
            lab.yaml:3:18: error: a value that begins with a bracket ends with it; text is quoted
             3 | description: [a] link
               |                  ^
               = quote what starts with > ! * & % @ [ { or a backtick: "10%"
            """#),
        Golden(
            "a plain brace",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            description: {a} link
            """#,
            #"""
            lab.yaml:3:18: error: a value that begins with a bracket ends with it; text is quoted
             3 | description: {a} link
               |                  ^
               = quote what starts with > ! * & % @ [ { or a backtick: "10%"
            """#),
        Golden(
            "1e3 is no number",
            #"""
            version: 1
            topology: { nodes: { h1: host, h2: host }, links: [[h1, h2]] }
            traffic:
              f: { kind: ping, from: h1, to: h2, count: 1e3 }
            """#,
            #"""
            lab.yaml:4:45: error: `1e3` is not an integer
             4 |   f: { kind: ping, from: h1, to: h2, count: 1e3 }
               |                                             ^~~
               = integers are written 1000, 1_000 or 0x3e8
            """#),
        Golden(
            "a MAC address without quotes that is wrong",
            #"""
            version: 1
            topology:
              nodes:
                h1: { kind: host, mac: 52:54:00:12:34 }
            """#,
            #"""
            lab.yaml:4:28: error: `52:54:00:12:34` is not a MAC address
             4 |     h1: { kind: host, mac: 52:54:00:12:34 }
               |                            ^~~~~~~~~~~~~~
               = six pairs of hex digits: "52:54:00:12:34:56"
            """#),
        Golden(
            "a tilde where a value is needed",
            #"""
            version: 1
            topology:
              nodes:
                h1: ~
                h2: { kind: host, mtu: ~ }
            """#,
            #"""
            lab.yaml:4:5: error: node `h1` has no kind
             4 |     h1: ~
               |     ^~
               = write `h1: host`; kinds are host, router, hub, switch and netdev
            lab.yaml:5:23: error: `mtu` has no value
             5 |     h2: { kind: host, mtu: ~ }
               |                       ^~~
            """#),
    ]
}
