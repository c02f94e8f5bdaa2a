# docker build -t checker . && docker run --rm -v "$PWD/submission:/submission:ro" checker /submission
# The first stage installs and builds as ./grade does on any machine; the second has what building submissions takes.
FROM debian:bookworm-slim AS build
WORKDIR /src
COPY . .
RUN ./grade --help >/dev/null && strip build/bin/checker build/bin/sandbox-launcher

FROM debian:bookworm-slim
RUN apt-get update \
 && apt-get install -y --no-install-recommends gcc g++ make cmake libarchive13 libdw1 libfmt9 libseccomp2 libssl3 \
 && rm -rf /var/lib/apt/lists/*
WORKDIR /opt/checker
COPY --from=build /src/LICENSE ./
COPY --from=build /src/testcases/assignments ./share/checker/assignments
COPY --from=build /src/reference ./share/checker/reference
COPY --from=build /src/build/bin/checker /src/build/bin/sandbox-launcher ./bin/
RUN ln -s /opt/checker/bin/checker /usr/local/bin/checker
ENTRYPOINT ["checker"]
